package pacemaker

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// Service is a proxy behind a floating address.
type Service struct {
	Address VirtualIP
	Proxy   Proxy

	Nodes []string `yaml:"-"` // names of the cluster's nodes, which those of Fencing must be among; nil if they are not known

	// Majority says that quorum needs more than half of the votes, as it does
	// with three nodes or more, or with a quorum device: the nodes that have
	// it know that no others have.
	Majority bool `yaml:"-"`

	// QuorumPolicy is what nodes do that have no quorum: "stop" resources,
	// "ignore" it and go on, "freeze", "demote" or "suicide".
	//
	// The default is "stop" with a majority, and otherwise "ignore". Two nodes
	// cannot tell a dead peer from a cut link: to go on keeps a lone node in
	// service, and lets both hold the address while the link is cut. To go on
	// with a majority elsewhere would only bring the second holder.
	QuorumPolicy string

	// Grace is how long a node waits before it takes the address, wherever it
	// comes from: a node that was cut off has let go of it by then. All nodes
	// see that at the same moment, and the one that must stop may take longer
	// than the one that takes over. It is part of every failover. Default 2s
	// where there is a majority and no fencing, and otherwise none, because two
	// that both go on need not wait for each other, and one that was fenced is
	// off; negative means none.
	Grace time.Duration

	// Fencing are the devices by which nodes that misbehave are turned off. With
	// any, that is done; without, and that is the default, nodes are believed to
	// have stopped what they should have stopped. Devices that are no longer
	// here stay in the cluster: name them in Absent.
	Fencing []Fencing

	Stonith        bool          // fence nodes also without Fencing: the devices are yours to make
	FencingTimeout time.Duration // within which a node must be fenced, whole seconds; default 1m

	Stickiness Score // how much a resource prefers to stay where it is; default "100"

	Colocation string // id of the constraint that keeps the two on one node; default "loc"
	Order      string // id of the constraint that starts the address first; default "ord"

	Absent []string // ids of what earlier versions made; see [cib.Configuration]
}

// Configuration returns the cluster's configuration: the address follows the
// proxy, is brought up before it, and stays where it is after a failed node
// has come back. The error is that of [VirtualIP.Primitive], or says that
// pacemaker has no such policy or stickiness.
func (s Service) Configuration() (cib.Configuration, error) {
	s = s.WithDefaults()
	vip, err := s.Address.Primitive()
	if err != nil {
		return cib.Configuration{}, err
	}
	if policies := []string{"stop", "ignore", "freeze", "demote", "suicide"}; !slices.Contains(policies, s.policy()) {
		return cib.Configuration{}, fmt.Errorf("quorum policy %q, want one of %q", s.QuorumPolicy, policies)
	}
	if err := s.Stickiness.check(); err != nil {
		return cib.Configuration{}, fmt.Errorf("stickiness: %w", err)
	}
	if s.FencingTimeout < time.Second || s.FencingTimeout%time.Second != 0 {
		return cib.Configuration{}, fmt.Errorf("fencing timeout %v: want whole seconds, 1s at least", s.FencingTimeout)
	}
	if err := checkFencing(s.Fencing, s.Nodes); err != nil {
		return cib.Configuration{}, err
	}
	if grace := s.grace(); grace > 0 {
		vip.Operations = append(vip.Operations, cib.Operation{Name: "start", Delay: grace})
	}
	proxy := s.Proxy.Primitive()
	c := cib.Configuration{
		Properties:       cib.Values{"stonith-enabled": yesNo(s.Fences()), "no-quorum-policy": s.policy()},
		ResourceDefaults: cib.Values{"resource-stickiness": string(s.Stickiness)},
		Primitives:       []cib.Primitive{vip, proxy},
		Colocations:      []cib.Colocation{{ID: s.Colocation, Score: "INFINITY", Resource: vip.ID, With: proxy.ID}},
		Orders:           []cib.Order{{ID: s.Order, Kind: cib.Mandatory, First: vip.ID, Then: proxy.ID}},
		Absent:           s.Absent,
	}
	if s.Fences() {
		c.Properties["stonith-timeout"] = strconv.FormatInt(int64(s.FencingTimeout/time.Second), 10) + "s"
	}
	for _, f := range s.Fencing {
		c.Primitives = append(c.Primitives, f.primitive())
		c.Locations = append(c.Locations, f.locations()...)
	}
	return c, nil
}

// Fences reports whether nodes that misbehave are turned off.
func (s Service) Fences() bool { return s.Stonith || len(s.Fencing) > 0 }

// policy is what is said, or the default, which depends on what kind of quorum
// there is: it is not one of [Service.WithDefaults].
func (s Service) policy() string {
	if s.Majority {
		return cmp.Or(s.QuorumPolicy, "stop")
	}
	return cmp.Or(s.QuorumPolicy, "ignore")
}

// grace is what is said, or the default.
func (s Service) grace() time.Duration {
	if s.Grace == 0 && s.Majority && !s.Fences() && s.policy() != "ignore" {
		return 2 * time.Second
	}
	return s.Grace
}

// WithDefaults returns the service with every field that is zero at its
// default, but for QuorumPolicy and Grace.
func (s Service) WithDefaults() Service {
	s.Address = s.Address.withDefaults()
	s.Proxy = s.Proxy.withDefaults()
	s.FencingTimeout = cmp.Or(s.FencingTimeout, time.Minute)
	s.Stickiness = cmp.Or(s.Stickiness, "100")
	s.Colocation = cmp.Or(s.Colocation, "loc")
	s.Order = cmp.Or(s.Order, "ord")
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
