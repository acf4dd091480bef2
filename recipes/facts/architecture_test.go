package facts

import "testing"

func TestArchitecture(t *testing.T) {
	for printed, want := range map[string]Machine{
		"x86_64\n":  {"x86_64", "amd64"},
		"aarch64\n": {"aarch64", "arm64"},
		"armv7l\n":  {"armv7l", "armhf"},
		"riscv64\n": {"riscv64", "riscv64"},
	} {
		if got, err := Architecture().Parse(printed); err != nil || got != want {
			t.Errorf("%q: %+v, %v", printed, got, err)
		}
	}
	if _, err := Architecture().Parse("\n"); err == nil {
		t.Error("nothing is taken for a processor")
	}
}

func TestKernel(t *testing.T) {
	if got, err := Kernel().Parse("6.1.0-28-amd64\n"); err != nil || got != "6.1.0-28-amd64" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Kernel().Parse("one\ntwo\n"); err == nil {
		t.Error("two lines are taken for a release")
	}
}
