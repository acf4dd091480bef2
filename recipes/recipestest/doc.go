// Package recipestest is what roles and recipes are tested with, in memory and
// within milliseconds. It offers three looks at a recipe, each in a line or two:
//
//   - [Host] and [Outline] tell which tasks a role gives a host, and which
//     handlers these notify.
//   - [Imagine] makes up new hosts on which [World.Check] tells what would be
//     done, and [World.Apply] does it: stage by stage, handlers in their order,
//     hosts in their turns. A second Apply should do nothing; one after a remedy
//     that was told to fail should finish what the first has left.
//   - [ImagineAfter] makes up hosts that an earlier version of the recipe has
//     brought up, to see what a change of it means to hosts that are in use.
//
// What is done is told as text, for [Golden] to compare with a file that is
// reviewed like any source: a template that has changed shows in it, and so does
// a restart that nobody has thought of.
//
// What the hosts print is made up by the tasks themselves (see
// [github.com/hrun-dev/hrun/tasks.Sampler]), so that no script is run: whether
// probes and remedies do what they should is for the tests of tasks
// ([github.com/hrun-dev/hrun/tasks/taskstest]) and for real hosts
// ([github.com/hrun-dev/hrun/recipes/recipestest/containertest]) to tell.
package recipestest
