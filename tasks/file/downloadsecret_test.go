package file_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// seen returns a server that records what is sent to it as Authorization, and
// its address under another name than the first server has.
func seen(t *testing.T, got *string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*got += r.Header.Get("Authorization") + "\n"
		_, _ = w.Write([]byte(release))
	}))
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
}

func TestDownloadWithPasswordOrToken(t *testing.T) {
	var elsewhere string
	other := seen(t, &elsewhere)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, pass, _ := r.BasicAuth()
		switch {
		case (user != "me" || pass != `p"\$'`) && r.Header.Get("Authorization") != `Bearer t"\$'`:
			http.Error(w, "no", http.StatusUnauthorized)
		case r.URL.Path == "/away":
			http.Redirect(w, r, other, http.StatusFound)
		default:
			_, _ = w.Write([]byte(release))
		}
	}))
	t.Cleanup(s.Close)
	each(t, func(t *testing.T, h *taskstest.Host) {
		elsewhere = ""
		for _, path := range []string{"/", "/away"} {
			for _, task := range []file.Download{
				{User: "me", Password: sh.NewSecret(`p"\$'`)},
				{Token: sh.NewSecret(`t"\$'`)},
			} {
				task.Path, task.URL, task.SHA256 = h.Root+"/f", s.URL+path, sumOf(release)
				if _, r := h.Apply(task); r.Err() != nil {
					t.Fatal(r.Err())
				}
				if err := os.Remove(task.Path); err != nil {
					t.Fatal(err)
				}
				task.User, task.Password, task.Token = "", sh.Secret{}, sh.NewSecret("wrong")
				if _, r := h.Apply(task); r.Status == 0 || !strings.Contains(r.Stderr, "401") {
					t.Errorf("status %d, %s", r.Status, r.Stderr)
				}
			}
		}
		if elsewhere != "\n\n" {
			t.Errorf("another host was told %q", elsewhere)
		}
	})
}

func TestSecretsOfDownloadsAreNoArguments(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"curl": `echo "$*" >"$ROOT/arguments"; cat >"$ROOT/input"; exit 22`})
		task := file.Download{Path: h.Root + "/f", URL: "https://127.0.0.1/", SHA256: sumOf(release), User: "me", Password: sh.NewSecret("hunter2")}
		if _, r := h.Apply(task); r.Status == 0 {
			t.Error("the stand-in fails, the task does not")
		}
		arguments, err := os.ReadFile(h.Root + "/arguments")
		if err != nil || strings.Contains(string(arguments), "hunter2") {
			t.Errorf("arguments %q, %v", arguments, err)
		}
		if input, err := os.ReadFile(h.Root + "/input"); err != nil || !strings.Contains(string(input), `user = "me:hunter2"`) {
			t.Errorf("input %q, %v", input, err)
		}
	}
}

func TestDownloadTrustsNoWgetWithSecrets(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := without(t, taskstest.NewHost(t, kind, nil), "curl")
		_, r := h.Apply(file.Download{Path: h.Root + "/f", URL: "http://127.0.0.1/", SHA256: sumOf(release), Token: sh.NewSecret("hunter2")})
		if r.Status == 0 || !strings.Contains(r.Stderr, "curl is not installed") {
			t.Errorf("status %d, %s", r.Status, r.Stderr)
		}
	}
}

// Certificates are checked, and https does not lead to http.
func TestDownloadOverTLS(t *testing.T) {
	var plain string
	down := seen(t, &plain)
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, down, http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(release))
	}))
	t.Cleanup(s.Close)
	root := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
	trusting := map[string]string{
		"curl": `CURL_CA_BUNDLE=$ROOT/ca.pem exec /usr/bin/curl "$@"`,
		"wget": `if [ -e "$ROOT/ca.pem" ]; then set -- --ca-certificate="$ROOT/ca.pem" "$@"; fi; exec /usr/bin/wget "$@"`,
	}
	for _, fetcher := range []string{"curl", "wget"} {
		t.Run(fetcher, func(t *testing.T) {
			h := taskstest.NewHost(t, "dash", map[string]string{fetcher: trusting[fetcher]})
			if fetcher == "wget" {
				without(t, h, "curl")
			}
			task := file.Download{Path: h.Root + "/f", URL: s.URL, SHA256: sumOf(release)}
			if _, r := h.Apply(task); r.Status == 0 || !strings.Contains(r.Stderr, "certificate") {
				t.Errorf("unknown certificate: status %d, %s", r.Status, r.Stderr)
			}
			write("ca.pem", root, 0o644)(t, h.Root)
			if _, r := h.Apply(task); r.Err() != nil {
				t.Error(r.Err())
			}
			write("f", "old", 0o644)(t, h.Root)
			task.URL += "/down"
			if _, r := h.Apply(task); r.Status == 0 || plain != "" {
				t.Errorf("led to http: status %d, %s, asked %q", r.Status, r.Stderr, plain)
			}
		})
	}
}
