package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// sourceKinds are the keys of a mapping that names where a value is read. The
// last is how ansible-inventory prints a !vault value.
var sourceKinds = []string{"env", "file", "command", "prompt", "secret", "__ansible_vault"}

// isSource reports whether the node names a value instead of holding it.
func (n node) isSource() bool {
	return n.kind == vault || n.kind == mapping && len(n.pairs) == 1 && slices.Contains(sourceKinds, n.pairs[0].key)
}

// open returns the node with the value in place of what names it. Others are
// returned as they are.
func (k *keeper) open(n node) (node, error) {
	if !n.isSource() {
		return n, nil
	}
	value, err := k.fetch(n)
	if err == nil && value == "" {
		err = errors.New("it is empty")
	}
	if n.kind != vault && err != nil {
		err = fmt.Errorf("%s: %w", n.pairs[0].key, err)
	}
	return node{place: n.place, kind: verbatim, text: value, secret: true}, err
}

func (k *keeper) fetch(n node) (string, error) {
	if n.kind == vault {
		return k.vaulted(n.text)
	}
	kind, given := n.pairs[0].key, n.pairs[0].value
	var words []string
	var word string
	var err error
	if kind == "command" {
		if err = decodeNode(given, &words); err == nil && len(words) == 0 {
			err = errors.New("it is a list of the program and its arguments")
		}
	} else if word, err = given.scalar(); err == nil && word == "" {
		err = errors.New("its name is missing")
	}
	if err != nil {
		return "", err
	}
	base := given.place.base
	if kind == "file" {
		if word, err = given.place.resolve(word); err != nil {
			return "", err
		}
	}
	if kind == "__ansible_vault" {
		return k.vaulted(word)
	}
	return k.once(strings.Join(append([]string{kind, base, word}, words...), "\x00"), func() (string, error) {
		switch kind {
		case "env":
			return fromEnvironment(word)
		case "file":
			return fromFile(word)
		case "command":
			return k.fromCommand(words, base)
		case "prompt":
			return k.fromPerson(word)
		}
		return k.fromStore(word)
	})
}

func fromEnvironment(name string) (string, error) {
	value, ok := os.LookupEnv(name)
	if !ok {
		return "", fmt.Errorf("the environment has no variable %s", name)
	}
	return value, nil
}

// longestValue is the most in bytes that is read from a file or a command.
const longestValue = 1 << 20

func fromFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	value, err := io.ReadAll(io.LimitReader(f, longestValue+1))
	switch {
	case err != nil:
		return "", err
	case len(value) > longestValue:
		return "", fmt.Errorf("%s has more than %d bytes", path, longestValue)
	case len(value) > 0 && bytes.IndexByte(value, '\n') == len(value)-1: // a key in PEM needs its last newline
		value = bytes.TrimSuffix(value[:len(value)-1], []byte("\r"))
	}
	return string(value), nil
}

func (k *keeper) fromPerson(question string) (string, error) {
	if k.from.Prompt == nil {
		return "", fmt.Errorf("%q cannot be asked: there is no terminal", question)
	}
	return k.from.Prompt(question)
}

func (k *keeper) fromStore(name string) (string, error) {
	if k.from.Secret == nil {
		return "", fmt.Errorf("%q cannot be read: there is no store of secrets", name)
	}
	return k.from.Secret(name)
}
