package verify_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const corosyncConf = `# a comment {
totem {
  version: 2
  cluster_name: a
  transport: knet
  crypto_cipher: aes256
  crypto_hash: sha256
  keyfile: ROOT/authkey
  interface {
    linknumber: 0
    mcastport: 5405
  }
}
logging {
  to_logfile: yes
  logfile: ROOT/log
  to_syslog: no
  to_stderr: no
  logger_subsys {
    subsys: QUORUM
    debug: off
  }
}
quorum {
  provider: corosync_votequorum
  device {
    model: net
    net {
      host: 192.0.2.1
    }
  }
}
nodelist {
  node {
    name: a
    nodeid: 1
    ring0_addr: 127.0.0.1
  }
}
`

func TestCorosync(t *testing.T) {
	with := func(after, line string) string { return strings.Replace(corosyncConf, after, after+"\n"+line, 1) }
	key := func(size int) func(string) {
		return func(root string) { put(t, root+"/authkey", strings.Repeat("k", size)) }
	}
	verified(t, always(verify.Corosync()), key(128),
		verdict{"good", corosyncConf, ""},
		verdict{"unknown key", with("version: 2", "  tokn: 3000"), "line 4: totem has no tokn"},
		verdict{"unknown key below", with("linknumber: 0", "  port: 3000"), "line 11: totem.interface has no port"},
		verdict{"key of another section", with("provider: corosync_votequorum", "  token: 3000"), "quorum has no token"},
		verdict{"not a number", with("version: 2", "  token: much"), "is expected to be integer"},
		verdict{"torn", strings.TrimSuffix(corosyncConf, "}\n"), "Missing closing brace"},
		verdict{"nowhere to log", strings.Replace(corosyncConf, "ROOT/log", "ROOT/none/log", 1), "none/log: there is no such directory"},
		verdict{"no key of that kind", with("version: 2", "  crypto_model: none"), "crypto"},
	)
	t.Run("short", func(t *testing.T) {
		verified(t, always(verify.Corosync()), key(64), verdict{"key", corosyncConf, "key"})
	})
}

// The log that the configuration names stays as it is.
func TestCorosyncLogsElsewhere(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	put(t, h.Root+"/authkey", strings.Repeat("k", 128))
	put(t, h.Root+"/log", "before\n")
	put(t, h.Root+"/f", strings.ReplaceAll(corosyncConf, "ROOT", h.Root))
	before := h.Snapshot()
	if r := h.Run(verify.Corosync() + ` "$ROOT/f"`); r.Err() != nil || h.Snapshot() != before {
		t.Errorf("%v; afterwards there is\n%s", r.Err(), h.Snapshot())
	}
}

// Without the key corosync accepts nothing, so it is not asked.
func TestCorosyncKeyIsStillToCome(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	for body, status := range map[string]int{corosyncConf: 0, "totem {\n  tokn: 1\n}\n": 1} {
		put(t, h.Root+"/f", strings.ReplaceAll(body, "ROOT", h.Root))
		r := h.Run(verify.Corosync() + ` "$ROOT/f"`)
		if r.Status != status || (status == 0 && !strings.Contains(r.Stderr, "not verified: there is no authkey yet")) {
			t.Errorf("status %d, said %q", r.Status, r.Stderr)
		}
	}
}
