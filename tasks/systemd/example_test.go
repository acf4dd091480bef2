package systemd_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/systemd"
)

// A unit that systemd knows of, but that neither runs nor is enabled.
const stopped = `LoadState=loaded
ActiveState=inactive
SubState=dead
UnitFileState=disabled
NeedDaemonReload=no
`

func ExampleRunning() {
	change, err := systemd.Running("corosync").Plan(stopped)
	for _, s := range change.Steps {
		fmt.Printf("%s: %s -> %s\n", s.Field, s.Was, s.Want)
	}
	fmt.Println(err)
	// Output:
	// boot: disabled -> enabled
	// state: inactive -> active
	// <nil>
}

func ExampleOff() {
	change, err := systemd.Off("haproxy").Plan(stopped)
	fmt.Println(change.Empty(), err)
	// Output: true <nil>
}

func ExampleUnit() {
	kept := systemd.Unit{Name: "haproxy", Mask: systemd.Masked}
	change, _ := kept.Plan(stopped)
	fmt.Println(change.Script())
	// Output:
	// ( systemctl mask haproxy
	// )
}

func ExampleDaemonReload() {
	fmt.Println(systemd.DaemonReload{}.Do())
	// Output: systemctl daemon-reload
}
