package facts

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// build builds the play of one host that plays the role.
func build(t *testing.T, known recipes.Facts, role func(h *recipes.Host)) (*recipes.Play, error) {
	t.Helper()
	inv, err := inventory.New(inventory.Host{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	return recipes.BuildKnowing(known, inv, nil, stage(role))
}

type stage func(h *recipes.Host)

func (s stage) Build(p *recipes.Play) error {
	p.Stage("s", p.Inventory.Hosts(), recipes.RoleFunc(func(h *recipes.Host) error { s(h); return nil }))
	return nil
}

// Strings that are truthy, and found wrong when it
// is too late.
func TestComplaint12WhatDoesNotParseIsAFaultOfTheBuild(t *testing.T) {
	known := recipes.Facts{}
	known.Add("a", "architecture", "x86_64\nand more\n")
	_, err := build(t, known, func(h *recipes.Host) {
		if _, known := Architecture().Of(h); known {
			t.Error("what does not parse is known")
		}
	})
	if err == nil || !strings.Contains(err.Error(), "host a: fact architecture: the probe printed") {
		t.Error(err)
	}
}

func TestSecretFactsAreConcealed(t *testing.T) {
	key := Fact[sh.Secret]{Name: "key", Probe: "cat /key", Parse: func(printed string) (sh.Secret, error) {
		word, _, ok := strings.Cut(printed, " ")
		if !ok {
			return sh.Secret{}, errors.New("no key")
		}
		return sh.NewSecret(word), nil
	}}
	known := recipes.Facts{}
	known.Add("a", "key", "hunter22 of a\n")
	p, err := build(t, known, func(h *recipes.Host) { key.Of(h) })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Concealed() {
		got = append(got, s.Reveal())
	}
	if strings.Join(got, "|") != "hunter22|hunter22 of a\n" {
		t.Errorf("%q", got)
	}
}

func TestRefusedSecretIsNotQuoted(t *testing.T) {
	key := Fact[sh.Secret]{Name: "key", Probe: "cat /key", Parse: func(printed string) (sh.Secret, error) {
		return sh.Secret{}, errors.New("no key: " + printed)
	}}
	known := recipes.Facts{}
	known.Add("a", "key", "hunter22\n")
	if _, err := build(t, known, func(h *recipes.Host) { key.Of(h) }); err == nil || strings.Contains(err.Error(), "hunter22") {
		t.Error(err)
	}
}
