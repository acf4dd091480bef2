// Package packages holds the task that wants packages installed or not, by
// whichever package manager the host has: apt, dnf or apk.
//
// The remedies ask no questions and wait for the managers' locks. With apt,
// configuration files that were changed or written before are kept (dpkg's
// confold), and debconf and needrestart are silent.
package packages
