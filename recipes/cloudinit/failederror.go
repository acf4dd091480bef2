package cloudinit

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// FailedError says that cloud-init has failed on a machine, or was not what the
// machine was made with.
type FailedError struct {
	Why    string   // empty where there are Errors
	Errors []string // of the modules, each beginning with the module's name if cloud-init tells it
}

func (e *FailedError) Error() string {
	if len(e.Errors) == 0 {
		return "cloud-init: " + e.Why
	}
	return "cloud-init has failed: " + strings.Join(e.Errors, "; ") + " (/var/log/cloud-init-output.log and cloud-init.log on the machine say more)"
}

// moduleError is how cloud-init tells which module has failed: as Python
// prints a pair.
var moduleError = regexp.MustCompile(`(?s)^\('([^']+)', (.*)\)$`)

// judge judges how cloud-init has come to its end.
func (f Finished) judge(instance, result string) error {
	var r struct {
		V1 *struct {
			Datasource string   `json:"datasource"`
			Errors     []string `json:"errors"`
		} `json:"v1"`
	}
	if err := json.Unmarshal([]byte(result), &r); err != nil || r.V1 == nil {
		return fmt.Errorf("/run/cloud-init/result.json has %q", result)
	}
	if len(r.V1.Errors) > 0 {
		e := &FailedError{}
		for _, said := range r.V1.Errors {
			if of := moduleError.FindStringSubmatch(said); of != nil {
				said = of[1] + ": " + strings.ReplaceAll(of[2], `\n`, " ") // Python's line feed
			}
			e.Errors = append(e.Errors, shortened(said))
		}
		return e
	}
	if f.Instance != "" && instance != f.Instance {
		return &FailedError{Why: fmt.Sprintf("the machine has configured itself as %s (%s), and should be %s", instance, r.V1.Datasource, f.Instance)}
	}
	return nil
}
