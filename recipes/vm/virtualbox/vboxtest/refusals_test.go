package vboxtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/virtualbox/vboxtest"
)

func TestMain(m *testing.M) {
	os.Exit(vboxtest.Run(m))
}

// Each of these is what the real VBoxManage says and does, as its manual and
// its sources have it.
func TestRefusals(t *testing.T) {
	b := vboxtest.New(t)
	dir := t.TempDir()
	path := func(name string) string {
		p := filepath.Join(dir, name)
		if err := vboxtest.MakeDisk(p, 1024); err != nil {
			t.Fatal(err)
		}
		return p
	}
	one, two, free := path("one.vdi"), path("two.vdi"), path("free.vdi")
	machine := func(name, uuid, state, disk string) *vboxtest.Machine {
		return &vboxtest.Machine{Name: name, UUID: uuid, State: state, Folder: filepath.Join(dir, name), Controllers: []*vboxtest.Controller{
			{Name: "IDE", Type: "PIIX4", Ports: 2, Slots: map[string]string{}},
			{Name: "SATA", Type: "IntelAhci", Ports: 1, Slots: map[string]string{"0-0": disk}},
		}}
	}
	b.Change(t, func(w *vboxtest.World) {
		w.Machines = []*vboxtest.Machine{machine("off", "11111111-1111-4111-8111-111111111111", "poweroff", one), machine("on", "22222222-2222-4222-8222-222222222222", "running", two)}
	})
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"showvminfo other --machinereadable", 1, "error: Could not find a registered machine named 'other'\nVBoxManage: error: Details: code VBOX_E_OBJECT_NOT_FOUND (0x80bb0001), component VirtualBoxWrap, interface IVirtualBox, callee nsISupports\n"},
		{"getextradata 33333333-1111-4111-8111-111111111111 enumerate", 1, "Could not find a registered machine with UUID {33333333-1111-4111-8111-111111111111}\n"},
		{"modifyvm on --cpus 2", 1, "The machine 'on' is already locked for a session (or being unlocked)\nVBoxManage: error: Details: code VBOX_E_INVALID_OBJECT_STATE (0x80bb0007)"},
		{"modifyvm off --cpu 2", 1, "Unknown option: --cpu\n"},
		{"modifyvm off --cpus many", 1, "Invalid argument format: many\n"},
		{"modifyvm off --cpus 65", 1, "Invalid virtual CPU count: 65 (must be in range [1, 64])"},
		{"modifyvm off --memory 2", 1, "Invalid RAM size: 2 MB (must be in range [4, 2097152] MB)"},
		{"modifyvm off --macaddress1 08:00:27:00:00:01", 1, "Invalid MAC address format\n"},
		{"modifyvm off --macaddress1 090027000001", 1, "Invalid MAC address format\n"},
		{"modifyvm off --nic9 nat", 1, "Invalid NIC number '9'\n"},
		{"modifyvm off --nic1 bridge", 1, "Invalid type 'bridge' specfied for NIC 1\n"},
		{"modifyvm off --natpf1 a,tcp,,1,,22 --natpf1 a,tcp,,2,,22", 1, "A NAT rule of this name already exists\n"},
		{"modifyvm off", 2, "Not enough parameters\n"},
		{"startvm on --type headless", 1, "The machine 'on' is already locked by a session (or being locked or unlocked)\n"},
		{"unregistervm on --delete", 1, "Cannot unregister the machine 'on' while it is locked\n"},
		{"unregistervm off --all", 2, "Unknown option: --all\n"},
		{"controlvm off poweroff", 1, "Machine 'off' is not currently running\n"},
		{"clonevm off --name on --mode every", 2, "Invalid clone mode 'every'\n"},
		{"clonevm on --name copy --basefolder " + dir, 1, "Medium '" + two + "' is locked for writing by another task\n"},
		{"storageattach off --storagectl Sata --port 1 --device 0 --type hdd --medium " + free, 1, "Could not find a controller named 'Sata'\n"},
		{"storageattach off --storagectl IDE --port 2 --device 0 --type dvddrive --medium emptydrive", 1, "The port and/or device parameter are out of range: port=2 (must be in range [0, 1]), device=0 (must be in range [0, 1])\n"},
		{"storageattach off --storagectl SATA --port 1 --device 0 --type hdd --medium " + two, 1, "code VBOX_E_OBJECT_IN_USE (0x80bb000c)"},
		{"storageattach off --storagectl SATA --port 1 --device 0 --type hdd --medium /none.vdi", 1, "Could not find file for the medium '/none.vdi' (VERR_FILE_NOT_FOUND)\n"},
		{"storageattach off --storagectl SATA --device 0 --type hdd --medium " + free, 2, "Port not specified\n"},
		{"createmedium disk --filename " + free + " --size 10", 1, "(VERR_ALREADY_EXISTS)\n"},
		{"createmedium disk --filename " + free, 2, "Parameters --filename and --size are required\n"},
		{"modifymedium disk " + free + " --resize 10", 1, "code VBOX_E_NOT_SUPPORTED (0x80bb0009)"},
		{"modifymedium disk " + two + " --resize 2048", 1, "is locked for writing by another task\n"},
		{"closemedium disk " + one + " --delete", 1, "is still attached to the following 1 virtual machine(s): off\n"},
		{"hostonlyif ipconfig vboxnet0 --ip 192.168.56.1", 1, "The host network interface named 'vboxnet0' could not be found\n"},
		{"guestproperty enumerate on /VirtualBox/*", 2, "Incorrect parameters\n"},
		{"setextradata off", 2, "Not enough parameters\n"},
		{"list machines", 2, "Unknown subcommand \"machines\".\n"},
		{"destroyvm off", 2, "Invalid command 'destroyvm'\n"},
	} {
		before := b.World(t)
		out, err := exec.CommandContext(t.Context(), "VBoxManage", strings.Fields(c.args)...).CombinedOutput()
		status := 0
		if exit, failed := err.(*exec.ExitError); failed {
			status = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if status != c.status || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: status %d, want %d, and it says:\n%s\nwant:\n%s", c.args, status, c.status, out, c.says)
		}
		if after := b.World(t); len(after.Machines) != 2 || after.Machines[0].CPUs != before.Machines[0].CPUs || after.Machines[0].Adapters[0].Forwards != nil {
			t.Errorf("%s: something was changed", c.args)
		}
	}
}
