package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// noSamples are the tasks that cannot say what their probes print, and why.
var noSamples = map[string]string{
	"recipes.Late":      "there is no task yet",
	"recipes.Delegated": "it says what its task says, if that can",
	"runner.named":      "no recipe can have it",
}

// Recipes are tested on hosts of the imagination, which print what the tasks
// say that their probes print. So every task must be able to say it.
func TestEveryTaskIsASampler(t *testing.T) {
	plans, samples := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			name := filepath.Base(filepath.Dir(file)) + "." + receiver(f.Recv.List[0].Type)
			switch {
			case f.Name.Name == "Plan" && takesText(f.Type):
				plans[name] = true
			case f.Name.Name == "Sample" && f.Type.Params.NumFields() == 0:
				samples[name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) < 50 {
		t.Errorf("only %d tasks were found", len(plans))
	}
	for name := range plans {
		if why, excused := noSamples[name]; !samples[name] && !excused {
			t.Errorf("%s has no Sample: see tasks.Sampler", name)
		} else if samples[name] && excused {
			t.Errorf("%s has a Sample now, although %s", name, why)
		}
	}
}

// receiver returns the name of a method's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	}
	return "?"
}

// takesText reports whether a function takes one string, and returns two values.
func takesText(f *ast.FuncType) bool {
	if f.Params.NumFields() != 1 || f.Results.NumFields() != 2 {
		return false
	}
	text, ok := f.Params.List[0].Type.(*ast.Ident)
	return ok && text.Name == "string"
}
