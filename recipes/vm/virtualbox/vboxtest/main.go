package vboxtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// The variables that say where the world is that a call is about, and where
// calls are counted.
const (
	worldIs  = "HRUN_VBOXTEST_WORLD"
	callsAre = "HRUN_VBOXTEST_CALLS"
)

// Main is VBoxManage, and does not return.
func Main() {
	status, err := perform(os.Getenv(worldIs), os.Getenv(callsAre), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "VBoxManage stand-in:", err)
		os.Exit(70)
	}
	os.Exit(status)
}

// perform does one call, alone.
func perform(dir, calls string, args []string) (status int, err error) {
	release, err := alone(dir)
	if err != nil {
		return 0, err
	}
	defer release()
	fault, number, err := count(calls, args)
	if err != nil {
		return 0, err
	}
	kind := FaultKind("")
	if fault.Call == number {
		kind = fault.Kind
	}
	switch kind {
	case KilledBefore:
		fault.kill()
	case Fails:
		return (&refusal{text: "The object is not ready", code: "E_ACCESSDENIED", in: "VirtualBoxWrap"}).print(os.Stderr), nil
	}
	w, err := load(dir)
	if err != nil {
		return 0, err
	}
	before, _ := json.Marshal(w)
	c := &call{World: w, number: number}
	failed := c.do(args)
	if after, _ := json.Marshal(w); string(after) != string(before) {
		if err := w.save(dir); err != nil {
			return 0, err
		}
	}
	if w.Missing {
		fmt.Print(warning)
	}
	fmt.Print(c.out.String())
	if kind == KilledAfter {
		fault.kill()
	}
	return failed.print(os.Stderr), nil
}

// alone waits for other calls. Looking must also work where nothing can be
// written.
func alone(dir string) (release func(), err error) {
	f, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}

// count writes the call down, and returns its number and what goes wrong.
func count(calls string, args []string) (f Fault, number int, err error) {
	if calls == "" {
		return f, 0, nil
	}
	file := filepath.Join(calls, "lines")
	lines, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f, 0, err
	}
	line := strings.ReplaceAll(strings.Join(args, " "), "\n", " ") + "\n"
	if err := os.WriteFile(file, append(lines, line...), 0o644); err != nil {
		return f, 0, err
	}
	number = strings.Count(string(lines), "\n") + 1
	text, err := os.ReadFile(filepath.Join(calls, "fault"))
	if errors.Is(err, fs.ErrNotExist) {
		return f, number, nil
	}
	if err != nil {
		return f, 0, err
	}
	return f, number, json.Unmarshal(text, &f)
}

// kill ends everything in the session, as a host that is switched off does.
func (f Fault) kill() {
	if own := syscall.Getpgrp(); own != f.Own {
		_ = syscall.Kill(-own, syscall.SIGKILL)
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// warning is what the script in front of the real program prints, on standard
// output.
const warning = `WARNING: The vboxdrv kernel module is not loaded. Either there is no module
         available for the current kernel (6.1.0-18-amd64) or it failed to
         load. Please recompile the kernel module and install it by

           sudo /sbin/vboxconfig

         You will not be able to start VMs until this problem is fixed.
`
