// Package apt holds tasks about Debian packages. Their remedies run apt-get
// without questions: configuration files that were changed or written before
// are kept (dpkg's confold), debconf and needrestart are silent, and the
// package managers' locks are waited for.
package apt
