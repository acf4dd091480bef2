package pacemaker

import "github.com/hrun-dev/hrun/tasks/cib"

// Service is a proxy behind a floating address, on two nodes without fencing.
type Service struct {
	Address VirtualIP
	Proxy   Proxy

	// QuorumPolicy is what nodes do that have no quorum. Empty means "ignore":
	// they go on. That keeps a lone node in service, and lets both nodes hold
	// the address while the link between them is cut. Two nodes cannot tell a
	// dead peer from a cut link; "stop" helps only with a third vote.
	QuorumPolicy string

	Absent []string // ids of what earlier versions made; see [cib.Configuration]
}

// Configuration returns the cluster's configuration: the address follows the
// proxy, is brought up before it, and stays where it is after a failed node
// has come back. The error is that of [VirtualIP.Primitive].
func (s Service) Configuration() (cib.Configuration, error) {
	vip, err := s.Address.Primitive()
	if err != nil {
		return cib.Configuration{}, err
	}
	proxy := s.Proxy.Primitive()
	policy := s.QuorumPolicy
	if policy == "" {
		policy = "ignore"
	}
	return cib.Configuration{
		Properties:       cib.Values{"stonith-enabled": "no", "no-quorum-policy": policy},
		ResourceDefaults: cib.Values{"resource-stickiness": "100"},
		Primitives:       []cib.Primitive{vip, proxy},
		Colocations:      []cib.Colocation{{ID: "loc", Score: "INFINITY", Resource: vip.ID, With: proxy.ID}},
		Orders:           []cib.Order{{ID: "ord", Kind: cib.Mandatory, First: vip.ID, Then: proxy.ID}},
		Absent:           s.Absent,
	}, nil
}
