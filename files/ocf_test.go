package files

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAgentLifecycle(t *testing.T) {
	a := newAgent(t)
	a.want("monitor", notRunning)
	a.want("stop", success)
	a.want("reload", notRunning)
	a.want("start", success)
	a.want("monitor", success)
	a.want("start", success)
	if got := a.answer(); got != "one" {
		t.Errorf("answer is %q", got)
	}
	if _, err := os.Stat(filepath.Join(a.dir, "run", "admin.sock")); err != nil {
		t.Error(err)
	}
	a.want("stop", success)
	a.want("monitor", notRunning)
	if got := a.answer(); got != "" {
		t.Errorf("still answers %q", got)
	}
	if _, err := os.Stat(a.pidfile); !os.IsNotExist(err) {
		t.Errorf("pid file is left: %v", err)
	}
}

func TestAgentReload(t *testing.T) {
	a := newAgent(t)
	a.want("start", success)
	master := a.pid()
	for _, word := range []string{"two", "three"} {
		a.configure(word)
		a.want("reload", success)
		// The old worker may take a connection or two of those that wait.
		for end := time.Now().Add(3 * time.Second); a.answer() != word; {
			if time.Now().After(end) {
				t.Fatalf("answer is %q, want %q", a.answer(), word)
			}
		}
	}
	a.write("haproxy.cfg", "nonsense\n")
	if out := a.want("reload", badArguments); !strings.Contains(out, "unknown keyword 'nonsense'") {
		t.Errorf("reload said %q", out)
	}
	a.want("monitor", success)
	if got := a.answer(); got != "three" || a.pid() != master {
		t.Errorf("answer is %q, master %d, was %d", got, a.pid(), master)
	}
}

// A process id in the pid file proves nothing.
func TestAgentTellsItsOwnProcesses(t *testing.T) {
	a := newAgent(t)
	for name, pid := range map[string]string{
		"recycled": strconv.Itoa(os.Getpid()), "stale": "4194305", "empty": "", "nonsense": "x y", "negative": "-1",
	} {
		a.write("pid", pid+"\n")
		if status, out := a.run("monitor"); status != notRunning {
			t.Errorf("%s: monitor returned %d: %s", name, status, out)
		}
		a.want("stop", success)
	}
}

// A haproxy that someone else runs, with the same configuration and the same
// pid file, is not counted and not stopped.
func TestAgentLeavesForeignHaproxyAlone(t *testing.T) {
	a := newAgent(t)
	if err := os.Mkdir(filepath.Join(a.dir, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	foreign := exec.Command("haproxy", "-W", "-f", filepath.Join(a.dir, "haproxy.cfg"), "-p", a.pidfile)
	if err := foreign.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = foreign.Process.Signal(syscall.SIGTERM)
		_ = foreign.Wait()
	}()
	for end := time.Now().Add(5 * time.Second); a.answer() != "one"; {
		if time.Now().After(end) {
			t.Fatal("the other haproxy does not answer")
		}
		time.Sleep(10 * time.Millisecond)
	}
	a.want("monitor", notRunning)
	a.want("stop", success)
	if got := a.answer(); got != "one" {
		t.Errorf("the other haproxy answers %q", got)
	}
}

func TestAgentFindsHaproxyWithoutPidFile(t *testing.T) {
	a := newAgent(t)
	a.want("start", success)
	if err := os.Remove(a.pidfile); err != nil {
		t.Fatal(err)
	}
	a.want("monitor", generic)
	a.want("start", success) // by a restart
	a.want("monitor", success)
	if err := os.Remove(a.pidfile); err != nil {
		t.Fatal(err)
	}
	a.want("stop", success)
	if got := a.answer(); got != "" {
		t.Errorf("still answers %q", got)
	}
}

func TestAgentNoticesDeath(t *testing.T) {
	a := newAgent(t)
	a.want("start", success)
	if err := syscall.Kill(a.pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if status, out := a.run("monitor"); status == notRunning {
			break
		} else if time.Now().After(end) {
			t.Fatalf("monitor returned %d: %s", status, out)
		}
	}
	a.want("start", success)
	a.want("monitor", success)
}

func TestAgentKillsWhatDoesNotEnd(t *testing.T) {
	a := newAgent(t)
	a.want("start", success)
	if err := syscall.Kill(a.pid(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	// It waits by sleeping, so that is what is counted: how long the rest takes
	// is a matter of the machine.
	slept := filepath.Join(a.dir, "slept")
	a.write("sleep", "#!/bin/sh\necho \"$1\" >>'"+slept+"'\nexec /bin/sleep \"$1\"\n")
	if err := os.Chmod(filepath.Join(a.dir, "sleep"), 0o755); err != nil {
		t.Fatal(err)
	}
	a.want("stop", success, "PATH="+a.dir+":"+os.Getenv("PATH"))
	naps, err := os.ReadFile(slept)
	if err != nil {
		t.Fatal(err)
	}
	var took float64
	for nap := range strings.FieldsSeq(string(naps)) {
		seconds, err := strconv.ParseFloat(nap, 64)
		if err != nil {
			t.Fatal(err)
		}
		took += seconds
	}
	if took < 1.9 || took > 3.1 {
		t.Errorf("it waits for %.1f s, want half of the 4 s that the cluster allows, and then less than the rest", took)
	}
	a.want("monitor", notRunning)
}

func TestAgentValidates(t *testing.T) {
	a := newAgent(t)
	a.want("validate-all", success)
	for _, action := range []string{"validate-all", "start"} {
		a.want(action, notInstalled, "OCF_RESKEY_binary=/nope/haproxy")
		a.want(action, notInstalled, "OCF_RESKEY_config=/nope/haproxy.cfg")
		a.want(action, badParameter, "OCF_RESKEY_config=haproxy.cfg")
		a.want(action, badParameter, "OCF_RESKEY_drain=soon")
	}
	a.write("haproxy.cfg", "nonsense\n")
	a.want("validate-all", badArguments)
	a.want("start", badArguments)
	a.want("monitor", notRunning)
	// An address that this machine does not hold is good enough for haproxy -c.
	a.write("haproxy.cfg", "defaults\n timeout client 1s\n timeout server 1s\n timeout connect 1s\nlisten x\n bind 192.0.2.1:1\n")
	if out := a.want("start", generic); !strings.Contains(out, "haproxy does not start") {
		t.Errorf("start said %q", out)
	}
	a.want("promote", unknown)
	a.want("usage", success)
}

// A directory that could not be given to its owner is not taken for made later.
func TestAgentMakesItsDirectoryWholeOrNotAtAll(t *testing.T) {
	a := newAgent(t)
	a.want("start", noPermission, "OCF_RESKEY_owner=nobody-of-that-name")
	if _, err := os.Stat(filepath.Join(a.dir, "run")); !os.IsNotExist(err) {
		t.Errorf("it left the directory: %v", err)
	}
	a.want("start", notInstalled, "OCF_RESKEY_binary=/nowhere/haproxy", "OCF_RESKEY_owner=nobody-of-that-name")
	a.want("start", success)
	if info, err := os.Stat(filepath.Join(a.dir, "run")); err != nil || info.Mode() != 0o775|os.ModeDir|os.ModeSetgid {
		t.Errorf("the directory is %v, %v", info.Mode(), err)
	}
}

func TestAgentMetaData(t *testing.T) {
	a := newAgent(t)
	var meta struct {
		Version string `xml:"version"`
		Actions []struct {
			Name string `xml:"name,attr"`
		} `xml:"actions>action"`
		Parameters []struct {
			Name string `xml:"name,attr"`
		} `xml:"parameters>parameter"`
	}
	if err := xml.Unmarshal([]byte(a.want("meta-data", success)), &meta); err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, x := range meta.Actions {
		actions = append(actions, x.Name)
	}
	if want := []string{"start", "stop", "monitor", "reload", "validate-all", "meta-data"}; !slices.Equal(actions, want) {
		t.Errorf("actions are %q, want %q", actions, want)
	}
	if meta.Version != "1.1" || len(meta.Parameters) != 6 {
		t.Errorf("version %q, %d parameters", meta.Version, len(meta.Parameters))
	}
}

// The framework's own tester, which also checks the meta data against its DTD.
func TestAgentPassesOCFTester(t *testing.T) {
	a := newAgent(t)
	body, err := Text("ocf/haproxy")
	if err != nil {
		t.Fatal(err)
	}
	// The tester runs it as nobody, who may not read the checkout.
	public, err := os.MkdirTemp("/var/tmp", "ocf")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(public)
	program := filepath.Join(public, "haproxy")
	if err := os.WriteFile(program, []byte(body), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(public, 0o755); err != nil {
		t.Fatal(err)
	}
	args := []string{"-n", "test"}
	for _, e := range a.env {
		if parameter, ok := strings.CutPrefix(e, "OCF_RESKEY_"); ok && !strings.HasPrefix(parameter, "CRM_") {
			args = append(args, "-o", parameter)
		}
	}
	if out, err := exec.Command("ocf-tester", append(args, program)...).CombinedOutput(); err != nil {
		t.Errorf("ocf-tester: %v\n%s", err, out)
	}
}
