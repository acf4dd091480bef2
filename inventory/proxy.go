package inventory

import (
	"fmt"
	"path"
	"strings"
)

// parseHops reads what ssh -J takes: [user@]host[:port] or an ssh:// address,
// several with commas between; none means direct.
func parseHops(value string) ([]string, error) {
	if strings.EqualFold(value, "none") {
		return nil, nil
	}
	var hops []string
	for _, hop := range strings.Split(value, ",") {
		hop = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(hop), "ssh://"), "/")
		if err := checkHop(hop); err != nil {
			return nil, err
		}
		hops = append(hops, hop)
	}
	return hops, nil
}

// applyProxyCommand understands the command that was ProxyJump before there
// was ProxyJump: ssh -W %h:%p HOST. How that command would check the bastion's
// host key does not count, because it could only weaken what is done anyway.
func applyProxyCommand(c *Connection, at place, command string) error {
	if strings.EqualFold(command, "none") {
		c.Via = nil
		return nil
	}
	refused := fmt.Errorf("of proxy commands only ssh -W %%h:%%p HOST is understood, not %q", command)
	args, err := words(command, false)
	if err != nil {
		return fmt.Errorf("%w: %w", refused, err)
	}
	if len(args) > 0 && args[0] == "exec" {
		args = args[1:]
	}
	if len(args) == 0 || path.Base(args[0]) != "ssh" {
		return refused
	}
	var bastion Connection
	var destination string
	forwards := false
	err = parseSSHArguments(args[1:], func(option, value string) error {
		switch {
		case option == "stdioforward" && (value == "%h:%p" || value == "[%h]:%p"):
			forwards = true
			return nil
		case option == "destination" && destination == "":
			destination = value
			return nil
		}
		return applySSHOption(&bastion, at, option, value)
	})
	if err != nil {
		return fmt.Errorf("%w: %w", refused, err)
	}
	if !forwards || destination == "" {
		return refused
	}
	if len(bastion.KeyFiles) > 0 {
		return fmt.Errorf("%w: to give the bastion a key of its own, make it a host of the inventory and name it in hrun_via", refused)
	}
	hops, err := parseHops(bastion.destination(destination))
	if err != nil {
		return fmt.Errorf("%w: %w", refused, err)
	}
	c.Via = append(bastion.Via, hops...)
	return nil
}

// destination puts the user and the port that were given as options into host.
func (c Connection) destination(host string) string {
	if c.User != "" && !strings.Contains(host, "@") {
		host = c.User + "@" + host
	}
	if c.Port != 0 {
		host = fmt.Sprintf("%s:%d", host, c.Port)
	}
	return host
}
