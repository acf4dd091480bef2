package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sshArguments applies variables that hold arguments of ssh (ssh(1),
// ssh_config(5)). Of an option that is given twice the first one counts, as
// for ssh. What would be ignored to someone's surprise is an error.
func (r *variableReader) sshArguments(c *Connection, variables ...string) {
	for _, variable := range slices.Backward(variables) {
		v, ok := r.find(variable)
		if !ok {
			continue
		}
		type setting struct{ option, value string }
		var settings []setting
		var line string
		err := decodeNode(v.node, &line)
		if err == nil {
			var args []string
			if args, err = words(line, false); err == nil {
				err = parseSSHArguments(args, func(option, value string) error {
					settings = append(settings, setting{option, value})
					return nil
				})
			}
		}
		r.check(v, err)
		for _, s := range slices.Backward(settings) {
			r.check(v, applySSHOption(c, v.node.place, s.option, s.value))
		}
	}
}

// parseSSHArguments calls apply with each option of ssh as ssh_config names
// it, in lower case. An argument that is not an option is "destination".
func parseSSHArguments(args []string, apply func(option, value string) error) error {
	long := map[byte]string{'J': "proxyjump", 'i': "identityfile", 'p': "port", 'l': "user", 'W': "stdioforward", 'F': "-F"}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if len(arg) < 2 || arg[0] != '-' {
			if err := apply("destination", arg); err != nil {
				return err
			}
			continue
		}
		if strings.Trim(arg[1:], "46ACNTaknqtvx") == "" {
			continue // flags without a value that do not change where or as whom one logs in
		}
		value := arg[2:]
		if value == "" {
			if len(args) == 0 {
				return fmt.Errorf("ssh option %s needs a value", arg)
			}
			value, args = args[0], args[1:]
		}
		option, known := long[arg[1]]
		if arg[1] == 'o' {
			option, value = splitSSHOption(value)
		} else if !known {
			return fmt.Errorf("ssh option -%c is not supported", arg[1])
		}
		if err := apply(option, value); err != nil {
			return err
		}
	}
	return nil
}

// splitSSHOption splits Name=value and "Name value".
func splitSSHOption(s string) (option, value string) {
	s = strings.TrimSpace(s)
	end := strings.IndexAny(s, "= \t")
	if end < 0 {
		return strings.ToLower(s), ""
	}
	value = strings.TrimLeft(s[end:], " \t")
	value = strings.TrimLeft(strings.TrimPrefix(value, "="), " \t")
	return strings.ToLower(s[:end]), value
}

func applySSHOption(c *Connection, at place, option, value string) (err error) {
	switch option {
	case "proxyjump":
		c.Via, err = parseHops(value)
	case "proxycommand":
		err = applyProxyCommand(c, at, value)
	case "stricthostkeychecking":
		c.HostKeys, err = parseHostKeys(value)
	case "userknownhostsfile":
		c.KnownHosts, err = at.resolveAll(strings.Fields(value))
	case "identityfile":
		var files []string
		files, err = at.resolveAll([]string{value})
		c.KeyFiles = append(files, c.KeyFiles...)
	case "port":
		c.Port, err = parsePort(value)
	case "user":
		c.User = value
	case "hostname":
		c.Address = value
	case "-F":
		err = fmt.Errorf("ssh option -F is not supported here: ssh's configuration is not read; write what it says of the host as ansible_* variables and hrun_via")
	case "destination":
		err = fmt.Errorf("%q is not an option of ssh", value)
	default:
		err = ignoreSSHOption(option)
	}
	return err
}

// ignoreSSHOption lets options through that tune how the ssh command works and
// not where one logs in, as whom, or whom one trusts.
func ignoreSSHOption(option string) error {
	harmless := []string{
		"addressfamily", "addkeystoagent", "batchmode", "checkhostip", "compression", "connectionattempts", "connecttimeout", "controlmaster", "controlpath", "controlpersist",
		"forwardagent", "forwardx11", "gssapiauthentication", "gssapidelegatecredentials", "hashknownhosts", "identitiesonly", "ipqos", "kbdinteractiveauthentication",
		"loglevel", "numberofpasswordprompts", "passwordauthentication", "preferredauthentications", "pubkeyauthentication", "requesttty",
		"serveralivecountmax", "serveraliveinterval", "tcpkeepalive", "updatehostkeys", "visualhostkey",
	}
	if slices.Contains(harmless, option) {
		return nil
	}
	return fmt.Errorf("ssh option %q is not supported here", option)
}

func (p place) resolveAll(files []string) ([]string, error) {
	var all []string
	for _, file := range files {
		resolved, err := p.resolve(file)
		if err != nil {
			return nil, err
		}
		all = append(all, resolved)
	}
	return all, nil
}

func parsePort(s string) (int, error) {
	port, err := strconv.Atoi(s)
	if err != nil || port < 1 || port > 65535 {
		return 0, fmt.Errorf("port %q is not a number from 1 to 65535", s)
	}
	return port, nil
}

func parseHostKeys(s string) (HostKeys, error) {
	switch strings.ToLower(s) {
	case "yes", "true", "ask": // no one is there to be asked
		return Strict, nil
	case "accept-new":
		return AcceptNew, nil
	case "no", "false", "off":
		return Off, nil
	}
	return "", fmt.Errorf("StrictHostKeyChecking cannot be %q", s)
}
