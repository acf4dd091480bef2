package taskstest

import "testing"

func TestIsolate(t *testing.T) {
	h := NewHost(t, "dash", nil)
	h.Isolate("-m", "-n")
	if r := h.Run(`mount -t tmpfs none "$ROOT" && ip link set lo up && : >"$ROOT/file"`); r.Status != 0 {
		t.Fatal(r.Err())
	}
	if got := h.Run(`ls "$ROOT"; ip -o link | wc -l`).Stdout; got != "file\n1\n" {
		t.Errorf("what one script has done, the next does not find: %q", got)
	}
	if out := NewHost(t, "dash", nil).Run(`ls "` + "$ROOT" + `"`).Stdout; out != "" {
		t.Errorf("another host sees %q", out)
	}
	outside := h
	outside.Shell.Argv = []string{"dash"}
	if got := outside.Run(`ls "$ROOT"`).Stdout; got != "" {
		t.Errorf("the machine itself sees %q", got)
	}
}
