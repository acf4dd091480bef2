package vboxtest

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

func (t *Controller) sata() bool { return t.Type == "IntelAhci" }

// most returns how many ports the controller can have.
func (t *Controller) most() int {
	if t.sata() {
		return 30
	}
	return 2
}

// devices returns how many devices each of its ports takes.
func (t *Controller) devices() int {
	if t.sata() {
		return 1
	}
	return 2
}

func (m *Machine) controller(name string) *Controller {
	for _, t := range m.Controllers {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// attach attaches media to controllers.
func (c *call) attach(args []string) *refusal {
	texts := []string{"--storagectl", "--type", "--medium", "--mtype", "--passthrough", "--tempeject", "--nonrotational", "--discard", "--hotpluggable",
		"--bandwidthgroup", "--comment", "--setuuid", "--setparentuuid", "--server", "--target", "--tport", "--lun", "--encodedlun", "--username",
		"--password", "--passwordfile", "--initiator"}
	options := []option{{name: "--port", kind: number}, {name: "--device", kind: number}, {name: "--forceunmount"}, {name: "--intnet"}}
	for _, name := range texts {
		options = append(options, option{name: name, kind: text})
	}
	values, rest, r := all(args, 1, options...)
	if r != nil {
		r.lone = true
		return r
	}
	if len(rest) == 0 {
		return wrong("Not enough parameters")
	}
	if values["--storagectl"] == "" {
		return wrong("Storage controller name not specified")
	}
	if !slices.Contains([]string{"", "hdd", "fdd", "dvddrive"}, values["--type"]) {
		return wrong("Invalid --type argument '%s'", values["--type"])
	}
	m, r := c.find(rest[0])
	if r != nil {
		return r
	}
	t := m.controller(values["--storagectl"])
	if t == nil {
		return wrongly("Could not find a controller named '%s'\n", values["--storagectl"])
	}
	if values["--port"] == "" {
		return wrong("Port not specified")
	}
	if values["--device"] == "" && t.devices() > 1 {
		return wrong("Device not specified")
	}
	port, _ := strconv.Atoi(values["--port"])
	device, _ := strconv.Atoi(values["--device"])
	if port >= t.Ports && port < t.most() {
		t.Ports = port + 1
	}
	if port >= t.Ports || device >= t.devices() {
		return refuse("StorageControllerWrap", "E_INVALIDARG", "The port and/or device parameter are out of range: port=%d (must be in range [0, %d]), device=%d (must be in range [0, %d])", port, t.Ports-1, device, t.devices()-1)
	}
	return c.plug(m, t, fmt.Sprintf("%d-%d", port, device), values["--type"], values["--medium"])
}

// plug puts a medium into a slot.
func (c *call) plug(m *Machine, t *Controller, slot, class, medium string) *refusal {
	_, drive := t.Slots[slot]
	if !m.Off() && (class != "dvddrive" || !drive) {
		return refuse("SessionMachine", "VBOX_E_INVALID_VM_STATE", "Controller '%s' does not support hot-plugging", t.Name)
	}
	switch {
	case medium == "none":
		delete(t.Slots, slot)
		return nil
	case medium == "emptydrive":
		t.Slots[slot] = ""
		return nil
	case class == "hdd":
		if _, r := openDisk(medium); r != nil {
			return wrongly("%s\nVBoxManage: error: Invalid UUID or filename \"%s\"", r.text, medium)
		}
		switch users := c.users(medium); {
		case len(users) > 0 && users[0] == m:
			return refuse("SessionMachine", "VBOX_E_OBJECT_IN_USE", "Medium '%s' is already attached to this virtual machine", medium)
		case len(users) > 0:
			return refuse("SessionMachine", "VBOX_E_OBJECT_IN_USE", "Cannot attach medium '%s': the media type 'Normal' can only be attached to one machine", medium)
		}
	default:
		if info, err := os.Stat(medium); err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(medium, ".iso") {
			return wrongly("Could not find file for the medium '%s' (VERR_FILE_NOT_FOUND)\nVBoxManage: error: Invalid UUID or filename \"%s\"", medium, medium)
		}
	}
	if t.Slots == nil {
		t.Slots = map[string]string{}
	}
	t.Slots[slot] = medium
	return nil
}
