// Package vboxtest is a stand-in for VBoxManage, for tests on machines that
// VirtualBox cannot be installed on. It keeps its machines in a directory,
// prints what the real one prints, and refuses what the real one refuses, with
// the same words and exit statuses: 1, or 2 where the command line is wrong.
//
// It is made after the manual of VirtualBox and the sources of 6.1.36 and
// 7.0.10, and knows the commands that the provider uses, with all their
// options of that manual. It boots no machine: what a guest would do is said
// by [Guest].
//
// It runs as a program, which [Run] builds, and which a script of [New] or
// [Command] becomes.
package vboxtest
