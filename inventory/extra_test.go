package inventory

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestWithExtra(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "vars/extra.yml", "from: file\nansible_ssh_private_key_file: key\n")
	before, err := readAt("inv", "a x=inline ansible_port=22 ansible_ssh_common_args='-J jump'\nb x=inline")
	if err != nil {
		t.Fatal(err)
	}
	after, err := before.WithExtra("x=1 y='two words' url=http://h/?a=b", `{"z": [1, 2], "ansible_port": 2222}`, "@vars/extra.yml", "w: {a: 1}", "x=2", "ansible_ssh_common_args=")
	if err != nil {
		t.Fatal(err)
	}
	want := `a []
  ansible_port = 2222  (-e)
  ansible_ssh_common_args = ""  (-e)
  ansible_ssh_private_key_file = "key"  (vars/extra.yml:2)
  from = "file"  (vars/extra.yml:1)
  url = "http://h/?a=b"  (-e)
  w = {"a":1}  (-e)
  x = "2"  (-e)
  y = "two words"  (-e)
  z = [1,2]  (-e)
`
	if got := dump(after); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, strings.Replace(want, "a []", "b []", 1)) {
		t.Errorf("%s", got)
	}
	a, _ := after.Host("a")
	if c := a.Connection; c.Port != 2222 || len(c.Via) != 0 || !filepath.IsAbs(c.KeyFiles[0]) || !strings.HasSuffix(c.KeyFiles[0], "/vars/key") {
		t.Errorf("%+v", c)
	}
	if a, _ := before.Host("a"); a.Connection.Port != 22 || a.Vars["x"].YAML() != "inline" {
		t.Errorf("the old inventory changed: %+v", a)
	}
}

// Someone who knows KEY=VALUE tries it with the parameters of a recipe.
func TestExtraMappingAsText(t *testing.T) {
	inv, err := loadText(t, "a").WithExtra(`site={"port":80}`)
	if err != nil {
		t.Fatal(err)
	}
	var site struct{ Port int }
	want := `-e: site: it must be a mapping, not text: what stands behind = is text; a mapping is given as -e '{"site": {…}}'`
	if err := inv.Parameters("site", &site); err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestWithExtraFaults(t *testing.T) {
	inv := loadText(t, "a")
	for assignment, want := range map[string]string{
		"novalue":              "-e: an extra variable is KEY=VALUE, a mapping or @FILE; a value that holds spaces is quoted",
		"x=1 geheim":           "-e: an extra variable is KEY=VALUE, a mapping or @FILE; a value that holds spaces is quoted",
		"x='1":                 "-e: a quote is not closed",
		"@no/such":             "-e: open no/such: no such file or directory",
		"{a: 1":                "-e:1: could not find flow mapping end token '}'",
		"ansible_port=x":       `-e: ansible_port: "x" is not a whole number`,
		"hrun_via=b":           `-e: host a: hrun_via: there is no host "b"`,
		"hrun_vai=a":           `-e: unknown variable "hrun_vai" (did you mean "hrun_via"?)`,
		"{hrun_adress: {}}":    `-e: unknown variable "hrun_adress" (did you mean "hrun_address"?)`,
		"{hrun_address: [{}]}": "-e: hrun_address: it is a list, not a single value",
		"hapx..vip=1":          `-e: "hapx..vip" is not a variable and keys of mappings in it, with dots between`,
		"1.vip=1":              `-e: "1.vip" is not a variable and keys of mappings in it, with dots between`,
		"x.=1":                 `-e: "x." is not a variable and keys of mappings in it, with dots between`,
		"two-words=1":          `-e: "two-words" is not the name of a variable`,
		"=1":                   "-e: an extra variable is KEY=VALUE, a mapping or @FILE; a value that holds spaces is quoted",
	} {
		if _, err := inv.WithExtra(assignment); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", assignment, err, want)
		}
	}
}
