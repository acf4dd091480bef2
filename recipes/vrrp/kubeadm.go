package vrrp

import (
	"cmp"
	"net"
	"path"
	"regexp"
	"strconv"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Kubeadm is a configuration file for kubeadm init --config: it says that the
// control plane is reached at the VIP. All else kubeadm takes by default; one
// who has more to say merges it into a file of one's own.
type Kubeadm struct {
	Path    string // default "/etc/kubernetes/kubeadm-endpoint.yaml"; "none" writes no file; any other directory must be there
	Group   string // of the hosts that get it; default "vrrp"
	Version string // of kubeadm.k8s.io: "v1beta4" since Kubernetes 1.31, "v1beta3" before; default "v1beta4"
}

const (
	none      = "none"
	directory = "/etc/kubernetes" // kubeadm's own
)

var kubeadmVersion = regexp.MustCompile(`^v1beta[34]$`)

func (k Kubeadm) withDefaults() Kubeadm {
	k.Path = cmp.Or(k.Path, directory+"/kubeadm-endpoint.yaml")
	k.Group = cmp.Or(k.Group, "vrrp")
	k.Version = cmp.Or(k.Version, "v1beta4")
	return k
}

// Endpoint is what the file says: "192.168.1.100:6443".
func (r Recipe) Endpoint() string {
	r = r.WithDefaults()
	return net.JoinHostPort(r.VIP.Addr().String(), strconv.Itoa(r.Port))
}

// kubeadmOf is the role of the hosts of a group that get the file, if it is
// that one.
func (r Recipe) kubeadmOf(group string) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		if r.Kubeadm.Path == none || r.Kubeadm.Group != group {
			return nil
		}
		body, err := files.Render("kubeadm.yaml", struct{ Version, Endpoint string }{r.Kubeadm.Version, r.Endpoint()})
		if err != nil {
			return err
		}
		if path.Dir(r.Kubeadm.Path) == directory {
			h.Do(file.Directory{Path: directory, Mode: 0o755})
		}
		h.Do(file.Content{Path: r.Kubeadm.Path, Body: body, Owner: "root:root"})
		return nil
	})
}
