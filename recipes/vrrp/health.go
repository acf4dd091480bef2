package vrrp

import (
	"cmp"
	"net"
	"time"

	"github.com/hrun-dev/hrun/files"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Health is a check that each node makes of itself and of the VIP: that haproxy
// and keepalived run, that haproxy accepts connections here, and that the VIP,
// here or elsewhere, accepts them too. What it finds is in the journal of
// vrrp-health.service, which has failed where not all is well.
type Health struct {
	Off     bool          // no check; one that was there is removed
	Every   time.Duration // default 1m
	Restart bool          // restart haproxy where it does not accept connections; the default is to change nothing
}

const (
	healthName = "vrrp-health"
	healthPath = "/usr/local/sbin/" + healthName
)

func (c Health) withDefaults() Health {
	c.Every = cmp.Or(c.Every, time.Minute)
	return c
}

// script returns the program of the check.
func (r Recipe) script() (string, error) {
	host, _, err := net.SplitHostPort(r.Proxy.Bind)
	if err != nil {
		return "", err
	}
	listens := host
	switch {
	case r.bindsVIP():
		listens = "" // on the VIP alone, which may be elsewhere
	case host == "::":
		listens = "::1"
	case r.bindsAll():
		listens = "127.0.0.1"
	}
	return files.Render("vrrp-health", struct {
		VIP, Listens string
		Port         int
		Restart      bool
	}{r.VIP.Addr().String(), listens, r.Port, r.Health.Restart})
}

// health is the role of a node that checks itself.
func (r Recipe) health() recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		timer := systemd.Timer{
			Name: healthName, Description: "Check of haproxy and the address " + r.VIP.Addr().String(),
			Command: healthPath, OnBoot: r.Health.Every, Every: r.Health.Every, Absent: r.Health.Off,
		}
		ts, err := timer.Tasks()
		if err != nil {
			return err
		}
		if r.Health.Off {
			h.Do(append(ts, file.Absent{Path: healthPath})...)
			return nil
		}
		body, err := r.script()
		if err != nil {
			return err
		}
		h.Do(file.Content{Path: healthPath, Body: body, Mode: 0o755, Owner: "root:root"})
		h.Do(ts...)
		return nil
	})
}
