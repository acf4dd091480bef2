package inventory

import (
	"errors"
	"strings"
	"testing"
)

const patternHosts = `
lonely
[web]
web[01:03].example.org
web-[a:c]
[db]
db[1:5:2]
[2001:db8::1]:22
[site:children]
web
db
[other]
web01.example.org
db1
[empty]
`

func loadText(t testing.TB, text string) *Inventory {
	t.Helper()
	d := newDraft()
	d.readINI([]byte(text), place{file: "hosts"})
	inv, err := d.assemble("")
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// TestMatch was compared with Ansible 2.14, which differs in these points only:
// it visits "all" group by group, and lets through parts that name nothing.
func TestMatch(t *testing.T) {
	inv := loadText(t, patternHosts)
	everyone := "lonely web01.example.org web02.example.org web03.example.org web-a web-b web-c db1 db3 db5 2001:db8::1"
	web := "web01.example.org web02.example.org web03.example.org web-a web-b web-c"
	db := "db1 db3 db5 2001:db8::1"
	for pattern, want := range map[string]string{
		"all": everyone, "*": everyone,
		"web": web, "db": db, "lonely": "lonely", "2001:db8::1": "2001:db8::1",
		"db:web": db + " " + web, "db,web": db + " " + web, " db , web ": db + " " + web, "db,,db": db,
		"site": web + " " + db, "site:!web": db, "site,!web": db, "!web:site": db,
		"site:&other": "web01.example.org db1", "&other:site": "web01.example.org db1",
		"!web": "lonely " + db, "&web:!web-*": "web01.example.org web02.example.org web03.example.org",
		"all:!ungrouped": web + " " + db, "ungrouped": "lonely",
		"web[0]": "web01.example.org", "web[-1]": "web-c", "web[0:1]": "web01.example.org web02.example.org", "web[0-1]": "web01.example.org web02.example.org",
		"web[4:]": "web-b web-c", "web[4:99]": "web-b web-c", "web[1:2]:!web02.example.org": "web03.example.org",
		"w*[1:2]": "web02.example.org web03.example.org", "db[-2]:db[0]": "db5 db1", "web:!web[0]": "web02.example.org web03.example.org web-a web-b web-c",
		"db*": db, "web-[ab]": "web-a web-b", "web-[!a]": "web-b web-c", "web-?": "web-a web-b web-c", "*.example.org": "web01.example.org web02.example.org web03.example.org",
		`~web\d`: "web01.example.org web02.example.org web03.example.org", "~.*b": web + " " + db, "~(web|db)1": "db1", "~web-[a-b]$": "web-a web-b",
		`~db\d{1,2}`: "db1 db3 db5", "site,!~web": db, "~lone:?ly": "lonely", "all:!empty": everyone, "lonely:empty": "lonely",
	} {
		hosts, err := inv.Match(pattern)
		if got := strings.Join(namesOf(hosts), " "); err != nil || got != want {
			t.Errorf("%s: %s, %v\nwant %s", pattern, got, err, want)
		}
	}
}

func TestMatchNothing(t *testing.T) {
	inv := loadText(t, patternHosts)
	for pattern, want := range map[string]string{
		"wbe":             `pattern "wbe" matches no host (did you mean "web"?)`,
		"web:!lonley":     `pattern "lonley" matches no host (did you mean "lonely"?)`,
		"web:&nosuchname": `pattern "nosuchname" matches no host`,
		"empty":           `pattern "empty" matches no host`,
		"web:!all":        `pattern "web:!all" matches no host`,
		"x*":              `pattern "x*" matches no host`,
		"~b":              `pattern "~b" matches no host`,
		"db[4]":           `pattern "db[4]" matches no host: of 4 hosts the subscript chooses none`,
		"db[-5]":          `pattern "db[-5]" matches no host: of 4 hosts the subscript chooses none`,
		"db[2:1]":         `pattern "db[2:1]" matches no host: of 4 hosts the subscript chooses none`,
	} {
		hosts, err := inv.Match(pattern)
		var none *NoMatchError
		if !errors.As(err, &none) || err.Error() != want || hosts != nil {
			t.Errorf("%s: %v, %v\nwant %s", pattern, namesOf(hosts), err, want)
		}
	}
}

func TestMatchMalformed(t *testing.T) {
	inv := loadText(t, patternHosts)
	for _, pattern := range []string{"", " ", ",", "!", "a:&", "~(", "[z-a]*", "db[99999999999999999999]", "@no/such/file"} {
		var none *NoMatchError
		if hosts, err := inv.Match(pattern); err == nil || errors.As(err, &none) {
			t.Errorf("%q: %v, %v", pattern, namesOf(hosts), err)
		}
	}
}

func TestMatchFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "limit", "# failed hosts\nweb-a\n\n db1,db3 \n")
	write(t, "nested", "@limit\n")
	write(t, "nothing", "\n# nothing\n")
	inv := loadText(t, patternHosts)
	hosts, err := inv.Match("@limit:!db3")
	if err == nil {
		t.Errorf("a file name may hold colons, but %v came", namesOf(hosts))
	}
	hosts, err = inv.Match("@limit,!db3")
	if got := strings.Join(namesOf(hosts), " "); err != nil || got != "web-a db1" {
		t.Errorf("%s, %v", got, err)
	}
	for _, pattern := range []string{"@nested", "@nothing"} {
		if hosts, err := inv.Match(pattern); err == nil {
			t.Errorf("%s: %v", pattern, namesOf(hosts))
		}
	}
}
