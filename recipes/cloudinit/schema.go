package cloudinit

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Schema has cloud-init itself judge the cloud-configs of seeds, before there
// is a machine that would find out. It changes nothing: either they are as
// they should be, or it fails with a [SchemaError].
//
// At its boot cloud-init only warns of what its schema refuses, and may do
// without the part that is wrong. Of that, one thing is let pass here: 0 and 1
// for false and true, which it takes as such, and which the reference has.
//
// Only cloud-configs can be judged, and only where there is a cloud-init to
// ask. Scripts, MIME messages and templates are not, and neither is anything
// while Root has no cloud-init: that is no failure, and nothing is said of it
// but in check mode, where the task waits for changes that may bring it.
type Schema struct {
	Name string // tells several of one host apart; may be empty

	// Root is a directory with a root file system in which cloud-init is
	// installed, as that of an image. It is entered with chroot(8), in a mount
	// namespace of its own and read-only: that takes root's rights. Empty asks
	// the host's own cloud-init.
	Root string

	Seeds []NamedSeed
}

// NamedSeed is the seed of a machine.
type NamedSeed struct {
	Machine string
	Seed    Seed
}

var (
	_ tasks.Sampler   = Schema{}
	_ tasks.Secretive = Schema{}
)

// Validate refuses a Root that is no absolute path, and a Name of several lines.
func (s Schema) Validate() error {
	if s.Root != "" && (!path.IsAbs(s.Root) || path.Clean(s.Root) != s.Root) {
		return fmt.Errorf("root %q is no absolute path", s.Root)
	}
	if strings.ContainsAny(s.Name, "\r\n\x00") {
		return fmt.Errorf("name %q is no name", s.Name)
	}
	return nil
}

// String returns "cloud-init schema", or "cloud-init schema NAME".
func (s Schema) String() string { return strings.TrimSpace("cloud-init schema " + s.Name) }

// Secrets returns those of the seeds.
func (s Schema) Secrets() []sh.Secret {
	var secrets []sh.Secret
	for _, n := range s.Seeds {
		secrets = append(secrets, n.Seed.Secrets()...)
	}
	return secrets
}

// judge is run by the interpreter that cloud-init is installed for. It takes a
// list of texts, and calls the program's own entry for each: one start of
// Python instead of many. The texts are never in a file.
const judge = `
import contextlib, io, json, os, sys
from cloudinit.cmd.main import main
verdicts = []
for text in json.load(sys.stdin):
    config = os.memfd_create("config")
    os.write(config, text.encode())
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = main(["cloud-init", "schema", "--config-file", "/proc/self/fd/%d" % config])
        except SystemExit as end:
            status = end.code
    os.close(config)
    verdicts.append({"valid": not status, "said": said.getvalue().replace("File /proc/self/fd/%d" % config, "it")})
json.dump(verdicts, sys.stdout)
print()
`

// Probe prints "none" where there is no cloud-init, and otherwise the verdicts
// in JSON.
func (s Schema) Probe() sh.Script {
	texts := []string{}
	for _, f := range s.files() {
		texts = append(texts, f.text)
	}
	list, _ := json.Marshal(texts) // which is always possible
	ask := sh.Script(`"$python" -B -c "$judge"`)
	if s.Root != "" {
		ask = sh.Cmd("unshare", "--mount", "--propagation", "private", "sh", "-c", enter) + ` enter "$root" "$python" "$judge"`
	}
	return sh.Script("root="+sh.Quote(s.Root)+"\njudge="+sh.Quote(judge)+`
program=$root/usr/bin/cloud-init
if ! [ -e "$program" ]; then echo none; exit; fi
read -r python <"$program" || exit
python=${python#??}
python=${python%% *}
`) + sh.Feed(list, ask)
}

// enter runs the judge in the root, in which nothing can be written then.
const enter = `mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount --rbind /proc "$1/proc" &&
exec chroot "$1" "$2" -B -c "$3"`

// verdict is what cloud-init says of a cloud-config.
type verdict struct {
	Valid bool   `json:"valid"`
	Said  string `json:"said"`
}

// Plan fails if cloud-init refuses one of the cloud-configs, and has nothing
// to do otherwise.
func (s Schema) Plan(got string) (c tasks.Change, err error) {
	if got == "none\n" {
		c.Tentative = "there is no cloud-init in " + path.Join("/", s.Root) + " that could judge the cloud-configs"
		return c, nil
	}
	files := s.files()
	var verdicts []verdict
	if err := json.Unmarshal([]byte(got), &verdicts); err != nil || len(verdicts) != len(files) {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	var faults []error
	for i, v := range verdicts {
		if !v.Valid {
			faults = append(faults, files[i].judged(v.Said)...)
		}
	}
	return c, errors.Join(faults...)
}

// Sample is a host where cloud-init has nothing against the seeds.
func (s Schema) Sample() (before, after string) {
	verdicts := make([]verdict, len(s.files()))
	for i := range verdicts {
		verdicts[i].Valid = true
	}
	out, _ := json.Marshal(verdicts) // which is always possible
	return string(out) + "\n", string(out) + "\n"
}
