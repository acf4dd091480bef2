package vboxtest

import (
	"fmt"
	"io"
	"strings"
)

// refusal is why a call fails; nil is success.
type refusal struct {
	text   string
	code   string // name of the result code, as VBOX_E_OBJECT_NOT_FOUND; empty: VBoxManage itself refuses
	in     string // component that says so
	syntax bool   // of the command line: the exit status is 2
	lone   bool   // syntax is wrong, and yet the status is 1
}

// codes are the result codes, with their values.
var codes = map[string]string{
	"VBOX_E_OBJECT_NOT_FOUND":     "0x80bb0001",
	"VBOX_E_INVALID_VM_STATE":     "0x80bb0002",
	"VBOX_E_FILE_ERROR":           "0x80bb0004",
	"VBOX_E_IPRT_ERROR":           "0x80bb0005",
	"VBOX_E_INVALID_OBJECT_STATE": "0x80bb0007",
	"VBOX_E_NOT_SUPPORTED":        "0x80bb0009",
	"VBOX_E_OBJECT_IN_USE":        "0x80bb000c",
	"E_INVALIDARG":                "0x80070057",
	"E_ACCESSDENIED":              "0x80070005",
	"NS_ERROR_FAILURE":            "0x80004005",
}

// print writes the refusal as VBoxManage does and returns the exit status.
func (r *refusal) print(w io.Writer) int {
	if r == nil {
		return 0
	}
	_, _ = fmt.Fprintf(w, "VBoxManage: error: %s\n", strings.TrimSuffix(r.text, "\n"))
	if r.code != "" {
		face := "I" + strings.TrimSuffix(r.in, "Wrap")
		_, _ = fmt.Fprintf(w, "VBoxManage: error: Details: code %s (%s), component %s, interface %s, callee nsISupports\n", r.code, codes[r.code], r.in, face)
	}
	if r.syntax && !r.lone {
		return 2
	}
	return 1
}

// refuse returns what a component of VirtualBox refuses.
func refuse(component, code, format string, args ...any) *refusal {
	return &refusal{text: fmt.Sprintf(format, args...), code: code, in: component}
}

// wrong returns what is wrong with the command line.
func wrong(format string, args ...any) *refusal {
	return &refusal{text: fmt.Sprintf(format, args...), syntax: true}
}

// wrongly is the same of the commands that exit with status 1 even then.
func wrongly(format string, args ...any) *refusal {
	return &refusal{text: fmt.Sprintf(format, args...), syntax: true, lone: true}
}

// unknown is a machine that there is not.
func unknown(id string) *refusal {
	if isUUID(id) {
		return refuse("VirtualBoxWrap", "VBOX_E_OBJECT_NOT_FOUND", "Could not find a registered machine with UUID {%s}", strings.Trim(id, "{}"))
	}
	return refuse("VirtualBoxWrap", "VBOX_E_OBJECT_NOT_FOUND", "Could not find a registered machine named '%s'", id)
}
