// Package systemd holds tasks and actions about systemd's units.
package systemd
