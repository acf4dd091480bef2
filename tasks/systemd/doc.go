// Package systemd holds tasks and actions about systemd's units: whether they
// run ([Unit]), with their files as they are ([Current]), what describes them
// ([UnitFile], [DropIn], [Timer]), and what the machine boots into
// ([DefaultTarget]).
//
// A host with another init system, such as OpenRC, fails the probes: none of
// them takes "systemd does not run here" for an answer.
package systemd
