package cloudinit

// mapping returns the keys of the cloud-config.
func (c Config) mapping() (m mapping) {
	m.text("hostname", c.Hostname)
	m.text("fqdn", c.FQDN)
	switch c.EtcHosts {
	case HostsLocal:
		m.text("manage_etc_hosts", "localhost")
	case HostsManaged:
		m.choice("manage_etc_hosts", On)
	case HostsUnmanaged:
		m.choice("manage_etc_hosts", Off)
	}
	m.text("timezone", c.Timezone)
	m.text("locale", c.Locale)
	m.list("groups", nodes(c.Groups, Group.entry))
	m.list("users", nodes(c.Users, User.entry))
	m.choice("disable_root", c.AllowRoot.not())
	m.choice("ssh_pwauth", c.SSHPasswords)
	m.list("ssh_authorized_keys", texts(c.AuthorizedKeys))
	m.choice("ssh_deletekeys", c.KeepHostKeys.not())
	m.list("ssh_genkeytypes", texts(c.HostKeyTypes))
	m.mapping("ssh_keys", hostKeys(c.HostKeys))
	m.list("write_files", nodes(c.WriteFiles, File.entry))
	m.list("bootcmd", nodes(c.Boot, Command.node))
	m.mapping("apt", c.APT.mapping())
	m.choice("package_update", c.PackageUpdate)
	m.choice("package_upgrade", c.PackageUpgrade)
	m.choice("package_reboot_if_required", c.RebootForThem)
	m.list("packages", texts(c.Packages))
	m.list("runcmd", nodes(c.Run, Command.node))
	m.text("final_message", c.FinalMessage)
	m.mapping("power_state", c.PowerState.mapping())
	return m
}
