package cib

func (m *merger) colocation(c Colocation) error {
	n, err := m.object("constraints", "rsc_colocation", c.ID)
	if err != nil {
		return err
	}
	n.become([]attribute{{"score", c.score()}, {"rsc", c.Resource}, {"with-rsc", c.With}}, "id")
	return nil
}

func (c Colocation) score() string {
	n, ok := parseScore(c.Score)
	if !ok { // empty: Validate refuses all else
		n = infinity
	}
	return formatScore(n)
}

func (m *merger) order(o Order) error {
	n, err := m.object("constraints", "rsc_order", o.ID)
	if err != nil {
		return err
	}
	wanted := []attribute{{"first", o.First}, {"then", o.Then}}
	if _, has := n.get("kind"); !has && len(n.elements("")) == 0 && n.value("first") != "" && kindOf(n) == o.kind() {
		n.become(wanted, "id", "score") // its score says it, or that there is none
		return nil
	}
	n.become(append([]attribute{{"kind", string(o.kind())}}, wanted...), "id")
	return nil
}

func (m *merger) location(l Location) error {
	n, err := m.object("constraints", "rsc_location", l.ID)
	if err != nil {
		return err
	}
	score, _ := parseScore(l.Score)
	n.become([]attribute{{"score", formatScore(score)}, {"rsc", l.Resource}, {"node", l.Node}}, "id")
	return nil
}

func (o Order) kind() Kind {
	if o.Kind == "" {
		return Mandatory
	}
	return o.Kind
}

// kindOf returns how strict an order is. In CIBs of older versions its score
// says so: 0 is optional, any other or none mandatory.
func kindOf(n *node) Kind {
	if k, ok := n.get("kind"); ok {
		return Kind(k)
	}
	if s, ok := parseScore(n.value("score")); ok && s == 0 {
		return Optional
	}
	return Mandatory
}

// become makes an element mean the wanted attributes and, but for those that
// are kept, nothing besides.
func (n *node) become(wanted []attribute, kept ...string) {
	for _, a := range wanted {
		kept = append(kept, a.name)
		if live, ok := n.get(a.name); !ok || !same(a.name, live, a.value) {
			n.set(a.name, a.value)
		}
	}
	n.strip(kept)
}
