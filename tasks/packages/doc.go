// Package packages holds the task that wants packages installed or not, by
// whichever package manager the host has: apt, dnf or apk ([Set]); and, for
// Debian's hosts, the one that wants all packages upgraded, or some
// ([Upgraded]), and the one that wants to know what there is ([Lists]).
//
// The remedies ask no questions and wait for the managers' locks. With apt,
// configuration files that were changed or written before are kept (dpkg's
// confold), and debconf and needrestart are silent.
//
// apt is tested with the real one. What dnf 4.14 and rpm 4.18 do was seen on
// scratch hosts, and the tests have stand-ins that do the same; those of apk
// do what apk(8) of version 2 says. With each the task is the same, but:
//
//   - A version is what the manager calls it. With dnf that is
//     epoch:version-release, and without an epoch where the package has none.
//   - With dnf, the probe of [Set.Latest] needs a mount namespace, because dnf
//     writes logs whatever it is asked; and rpm sets the time of a file beside
//     its database, whatever it is asked.
//   - With apk, a version in [Set.Names] is also kept by later upgrades, and a
//     package that others depend on is not removed: the task then fails,
//     because it is still there.
package packages
