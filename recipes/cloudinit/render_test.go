package cloudinit_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// strings that parsers of YAML disagree on, or trip over.
var awkward = []string{
	"52:54:00:12:34:56", "190:20:30", "0644", "1_000", "0o17", "0x1f", "1e3", ".5", "no", "Y", "off", "NULL", "~", "2001-12-14", "=", "<<",
	"- a", "a: b", "a #b", "#a", "*a", "&a", "!a", "%a", "@a", "`a", "'", `"`, `\n`, "{a}", "[a]", "a,b", "?", ":", "|", ">", "---", "...",
	" a", "a ", "\ta", "a\t", "\n", "\n\n", "a\n", "a\n\n", "\na\n", " a\nb\n", "a\n  b\n", "a\n\n b\n", "a \nb\n", "a\nb", "a\r\nb\r\n",
	"\x00", "\x7f", "\u0085", "\u2028", "\ufeff", "é", "😀", "a\tb\n", "#\n", "---\na\n", "- a\n- b\n", "a: b\n",
}

// Whatever strings a config holds, PyYAML reads the same.
func TestPyYAMLReadsWhatWasMeant(t *testing.T) {
	values := slices.Clone(awkward)
	generated := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("ab1:#-. \n\t'\"\\{}[]|>&*!%@,?é\u2029"))), 300, 300)
	values = append(values, generated.Example(1)...)
	var c cloudinit.Config
	var want []any
	for _, s := range values {
		c.Run = append(c.Run, cloudinit.Exec("x"+s, s))
		want = append(want, []any{"x" + s, s})
	}
	c.FinalMessage = "a\n  b\n"
	c.HostKeys = []cloudinit.HostKey{hostKey()}
	read := pyYAML(t, text(t, c))
	if diff := cmp.Diff(want, read["runcmd"]); diff != "" {
		t.Errorf("(-meant +read)\n%s", diff)
	}
	keys := object{"ed25519_private": hostKey().Private.Reveal(), "ed25519_public": hostKey().Public}
	if diff := cmp.Diff(keys, read["ssh_keys"]); diff != "" {
		t.Errorf("(-meant +read)\n%s", diff)
	}
}

func TestFilesKeepEveryByte(t *testing.T) {
	contents := append(slices.Clone(awkward), "", "\xff", "a\xffb\n", "\x1b[0m")
	var c cloudinit.Config
	for _, content := range contents {
		c.WriteFiles = append(c.WriteFiles, cloudinit.File{Path: "/a", Content: content})
	}
	for i, read := range pyYAML(t, text(t, c))["write_files"].([]any) {
		got := read.(object)
		if got["encoding"] == "b64" {
			got["content"] = decoded(t, got["content"].(string))
		}
		if got["content"] != contents[i] {
			t.Errorf("%q is written as %q", contents[i], got["content"])
		}
	}
}

// There is no way to say other bytes than those of a text in YAML.
func TestTextMustBeText(t *testing.T) {
	if _, err := (cloudinit.Config{Hostname: "a\xff"}).Text(); err == nil {
		t.Errorf("%v", err)
	}
}
