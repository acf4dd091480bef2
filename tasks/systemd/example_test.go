package systemd_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/systemd"
	"github.com/hrun-dev/hrun/tasks/taskstest"
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

func ExampleUnitFile() {
	change, err := systemd.UnitFile{Name: "hello.service", Body: "[Service]\nExecStart=/bin/echo hello\n"}.Plan("read\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: absent -> "[Service]\nExecStart=/bin/echo hello\n"
	// unit files: will have changed -> read
	// <nil>
}

func ExampleDropIn() {
	change, err := systemd.DropIn{Unit: "haproxy.service", Name: "limits", Body: "[Service]\nLimitNOFILE=65536\n"}.Plan("read\nmissing\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// directory: absent -> present, mode 755
	// content: absent -> "[Service]\nLimitNOFILE=65536\n"
	// unit files: will have changed -> read
	// <nil>
}

func ExampleTimer() {
	tasks, err := systemd.Timer{Name: "report", Command: "/usr/local/bin/report", OnCalendar: []string{"daily"}}.Tasks()
	for _, task := range tasks { // h.Do(tasks...) in a role
		fmt.Println(task)
	}
	fmt.Println(err)
	// Output:
	// unit file report.service
	// unit file report.timer
	// unit report.timer
	// <nil>
}

func ExampleCurrent() {
	// Somebody has edited the file, and forgotten the restart.
	change, err := systemd.Current{Unit: "corosync", Files: []string{"/etc/corosync"}}.Plan("changed\n/etc/corosync/corosync.conf\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// files: changed since it started: /etc/corosync/corosync.conf -> read
	// <nil>
}

func ExampleDefaultTarget() {
	change, err := systemd.DefaultTarget("multi-user.target").Plan("graphical.target\n")
	fmt.Println(change.Script(), err)
	// Output:
	// ( systemctl set-default multi-user.target
	// ) <nil>
}
