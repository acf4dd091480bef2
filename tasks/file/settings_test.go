package file_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestSettingsConform(t *testing.T) {
	grub := func(root string) tasks.Task {
		return file.Settings{Path: root + "/it's grub", Uncomment: true, Settings: []file.Setting{
			{Key: "GRUB_TIMEOUT", Value: `"it's -1"`}, {Key: "GRUB_THEME", Absent: true},
		}}
	}
	gone := func(root string) tasks.Task {
		return file.Settings{Path: root + "/none", Settings: []file.Setting{{Key: "a", Absent: true}}}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: grub, Refused: "absent, and not to be created"},
		taskstest.Case{Name: "created", Task: func(root string) tasks.Task {
			return file.Settings{Path: root + "/new", Create: true, Settings: []file.Setting{{Section: "a b", Key: "-x", Value: "y = z"}}}
		}},
		taskstest.Case{Name: "changed", Task: grub, Setup: write("it's grub", "GRUB_TIMEOUT=5\nGRUB_THEME=x\n", 0o600)},
		taskstest.Case{Name: "in sync", Task: grub, InSync: true, Setup: write("it's grub", "# x\n GRUB_TIMEOUT = \"it's -1\"", 0o600)},
		taskstest.Case{Name: "nothing to remove", Task: gone, InSync: true},
		taskstest.Case{Name: "is a directory", Task: grub, Setup: write("it's grub/x", "", 0o600), Refused: "is a directory"},
		taskstest.Case{Name: "goes on", Task: grub, Setup: write("it's grub", "GRUB_TIMEOUT=5 \\\n 6\n", 0o600), Refused: "goes on in the next"},
	)
}

// edited returns the text after the task, as its plan has it.
func edited(t *testing.T, s file.Settings, text string) string {
	t.Helper()
	s.Path = "/f"
	c, err := s.Plan("file 644 0:0 root:root\ntext\n" + text)
	if err != nil {
		t.Fatal(err)
	}
	if c.Empty() {
		return text
	}
	return c.Steps[0].Want
}

func TestSettingsAreEdited(t *testing.T) {
	ini := func(settings ...file.Setting) file.Settings { return file.Settings{Settings: settings} }
	sshd := func(settings ...file.Setting) file.Settings {
		return file.Settings{Separator: " ", Heading: "^[Mm]atch[[:space:]]", IgnoreCase: true, Uncomment: true, Settings: settings}
	}
	for name, c := range map[string]struct {
		task      file.Settings
		was, want string
	}{
		"white space stays":         {ini(file.Setting{Key: "a", Value: "2"}), "  a  =  1  \n", "  a  =  2\n"},
		"value with a separator":    {ini(file.Setting{Key: "a", Value: "b=2"}), "a=b=1\n", "a=b=2\n"},
		"a key is not a part":       {ini(file.Setting{Key: "a", Value: "2"}), "aa=1\nb=a=1\n", "aa=1\nb=a=1\na=2\n"},
		"empty value":               {ini(file.Setting{Key: "a"}), "a=1\n", "a=\n"},
		"bare key":                  {ini(file.Setting{Key: "a", Value: "1"}), "a\n", "a=1\n"},
		"line ends of DOS":          {ini(file.Setting{Key: "a", Value: "2"}), "a=1\r\nb=1\r\n", "a=2\r\nb=1\r\n"},
		"the right one stays":       {ini(file.Setting{Key: "a", Value: "2"}), "a=1\nb=1\na=2\n", "b=1\na=2\n"},
		"the first is made right":   {ini(file.Setting{Key: "a", Value: "3"}), "a=1\nb=1\na=2\n", "a=3\nb=1\n"},
		"all go":                    {ini(file.Setting{Key: "a", Absent: true}), "a=1\n#a=1\nb=1\na=2\n", "#a=1\nb=1\n"},
		"comments stay":             {ini(file.Setting{Key: "a", Value: "1"}), "#a=1\n; a = 2", "#a=1\n; a = 2\na=1\n"},
		"another section":           {ini(file.Setting{Section: "s", Key: "a", Value: "1"}), "a=2\n[r]\na=3\n", "a=2\n[r]\na=3\n\n[s]\na=1\n"},
		"end of the section":        {ini(file.Setting{Section: "s", Key: "a", Value: "1"}), "[s]\nb=1\n#c\n\n[r]\na=2\n", "[s]\nb=1\na=1\n#c\n\n[r]\na=2\n"},
		"empty section":             {ini(file.Setting{Section: "s", Key: "a", Value: "1"}), "[s] ; x\n[r]\na=2\n", "[s] ; x\na=1\n[r]\na=2\n"},
		"section in two parts":      {ini(file.Setting{Section: "s", Key: "a", Value: "1"}), "[s]\na=3\n[r]\na=2\n[s]\na=1\n", "[s]\n[r]\na=2\n[s]\na=1\n"},
		"above all sections":        {ini(file.Setting{Key: "a", Value: "1"}), "# x\n[r]\na=2\n", "# x\na=1\n[r]\na=2\n"},
		"after what goes on":        {ini(file.Setting{Section: "s", Key: "a", Value: "1"}), "[s]\nb=1 \\\na=5\n[r]\n", "[s]\nb=1 \\\na=5\na=1\n[r]\n"},
		"several, in order":         {ini(file.Setting{Key: "a", Value: "1"}, file.Setting{Key: "b", Value: "2"}), "", "a=1\nb=2\n"},
		"another separator":         {file.Settings{Separator: ": ", Settings: []file.Setting{{Key: "a", Value: "1"}, {Key: "b", Value: "1"}}}, "a:0\n", "a:1\nb: 1\n"},
		"words, uncommented":        {sshd(file.Setting{Key: "Port", Value: "23"}), "# Port is\n#Port 22\n#port 24\nUsePAM yes\n", "# Port is\nPort 23\n#port 24\nUsePAM yes\n"},
		"words, in any case":        {sshd(file.Setting{Key: "Port", Value: "23"}), "port\t22\n", "port\t23\n"},
		"words, not in a match":     {sshd(file.Setting{Key: "Port", Value: "23"}), "UsePAM yes\nMatch User x\n  Port 1\n", "UsePAM yes\nPort 23\nMatch User x\n  Port 1\n"},
		"words, in a match":         {sshd(file.Setting{Section: "Match User x", Key: "Port", Value: "23"}), "Port 1\nmatch user x\n  Port 1\nMatch all\n", "Port 1\nmatch user x\n  Port 23\nMatch all\n"},
		"words, a new match":        {sshd(file.Setting{Section: "Match all", Key: "Port", Value: "23"}), "Port 1\n", "Port 1\n\nMatch all\nPort 23\n"},
		"words, comment of another": {sshd(file.Setting{Key: "Port", Value: "23"}), "Match all\n#Port 22\n", "Port 23\nMatch all\n#Port 22\n"},
	} {
		got := edited(t, c.task, c.was)
		if got != c.want {
			t.Errorf("%s: %q becomes %q, want %q", name, c.was, got, c.want)
		}
		if again := edited(t, c.task, got); again != got {
			t.Errorf("%s: edited again %q becomes %q", name, got, again)
		}
	}
}

// Whatever the text: afterwards the keys are as wanted, all other lines stay in
// their order, and there is nothing more to do.
func TestSettingsAreThereAndOthersStay(t *testing.T) {
	line := rapid.SampledFrom([]string{"a=1\n", " a = 2\n", "#a=3\n", "; b\n", "b=1\n", "\n", "[s]\n", "[t]\n", "a\n", "ab=1\n"})
	ours := func(l string) bool {
		k, _, _ := strings.Cut(l, "=")
		return strings.TrimSpace(k) == "a" || l == "" || l == "#a=3"
	}
	others := func(text string) []string { return slices.DeleteFunc(lines(text), ours) }
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(line, 0, 9).Draw(t, "lines"), "")
		task := file.Settings{Path: "/f", Uncomment: rapid.Bool().Draw(t, "uncomment"), Settings: []file.Setting{
			{Key: "a", Value: rapid.SampledFrom([]string{"", "2", "x y"}).Draw(t, "value")},
			{Section: "s", Key: "a", Absent: true},
		}}
		once, err := rewritten(t, task, text)
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := rewritten(t, task, once); twice != once || err != nil {
			t.Fatalf("edited again %q becomes %q, %v", once, twice, err)
		}
		if !slices.Equal(others(once), others(text)) {
			t.Fatalf("%q becomes %q", text, once)
		}
	})
}
