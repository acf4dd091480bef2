package corosync

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestCryptoPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"crypto": crypto{confPath, "aes256", "sha256"}})
}

func TestCryptoGolden(t *testing.T) {
	taskstest.Golden(t, "crypto-probe", crypto{confPath, "aes256", "sha256"}.Probe())
}

func TestCryptoConforms(t *testing.T) {
	task := func(root string) tasks.Task { return crypto{filepath.Join(root, "conf"), "aes256", "sha256"} }
	conf := func(body string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			if err := os.WriteFile(filepath.Join(root, "conf"), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no file", Task: task, InSync: true},
		taskstest.Case{Name: "in sync", Task: task, InSync: true, Setup: conf("totem {\ncrypto_cipher:aes256\n\tcrypto_hash :  sha256 \n}\n")},
		taskstest.Case{Name: "Debian's", Task: task, Setup: conf("totem {\n\tversion: 2\n\tcrypto_cipher: none\n\tcrypto_hash: none\n}\n")},
		taskstest.Case{Name: "unsaid", Task: task, Setup: conf("# x\ntotem {\n\tversion: 2\n}\n")},
		taskstest.Case{Name: "another hash", Task: task, Setup: conf("totem {\n  crypto_hash: sha1\n  crypto_cipher: aes256\n}\n")},
	)
}

// Whatever else the file says is left to the task of the whole file.
func TestCryptoKeepsTheRest(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	path := filepath.Join(h.Root, "conf")
	if err := os.WriteFile(path, []byte("# a: b\ntotem {\n  token: 1000\n  crypto_cipher: aes128\n}\nquorum {\n}\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, r := h.Apply(crypto{path, "aes256", "sha256"}); r.Status != 0 {
		t.Fatal(r.Err())
	}
	body, err := os.ReadFile(path)
	want := "# a: b\ntotem {\n  crypto_hash: sha256\n  crypto_cipher: aes256\n  token: 1000\n}\nquorum {\n}\n"
	if err != nil || string(body) != want {
		t.Errorf("file is %q, %v", body, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
}
