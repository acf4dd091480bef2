package pacemaker

import (
	"cmp"
	"strconv"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// Service is a proxy behind a floating address, on two nodes without fencing.
type Service struct {
	Address VirtualIP
	Proxy   Proxy

	// QuorumPolicy is what nodes do that have no quorum; default "ignore":
	// they go on. That keeps a lone node in service, and lets both nodes hold
	// the address while the link between them is cut. Two nodes cannot tell a
	// dead peer from a cut link; "stop" helps only with a third vote.
	QuorumPolicy string

	Stonith    bool // fence nodes that misbehave; the fencing resource is yours to make. Default no
	Stickiness int  // how much a resource prefers to stay where it is; default 100

	Absent []string // ids of what earlier versions made; see [cib.Configuration]
}

// Configuration returns the cluster's configuration: the address follows the
// proxy, is brought up before it, and stays where it is after a failed node
// has come back. The error is that of [VirtualIP.Primitive].
func (s Service) Configuration() (cib.Configuration, error) {
	s = s.WithDefaults()
	vip, err := s.Address.Primitive()
	if err != nil {
		return cib.Configuration{}, err
	}
	proxy := s.Proxy.Primitive()
	return cib.Configuration{
		Properties:       cib.Values{"stonith-enabled": yesNo(s.Stonith), "no-quorum-policy": s.QuorumPolicy},
		ResourceDefaults: cib.Values{"resource-stickiness": strconv.Itoa(s.Stickiness)},
		Primitives:       []cib.Primitive{vip, proxy},
		Colocations:      []cib.Colocation{{ID: "loc", Score: "INFINITY", Resource: vip.ID, With: proxy.ID}},
		Orders:           []cib.Order{{ID: "ord", Kind: cib.Mandatory, First: vip.ID, Then: proxy.ID}},
		Absent:           s.Absent,
	}, nil
}

// WithDefaults returns the service with every field that is zero at its
// default.
func (s Service) WithDefaults() Service {
	s.Address = s.Address.withDefaults()
	s.Proxy = s.Proxy.withDefaults()
	s.QuorumPolicy = cmp.Or(s.QuorumPolicy, "ignore")
	s.Stickiness = cmp.Or(s.Stickiness, 100)
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
