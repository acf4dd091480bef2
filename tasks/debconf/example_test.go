package debconf_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/debconf"
)

func ExampleAnswers() {
	mail := debconf.Answers{Package: "postfix", Answers: []debconf.Answer{
		{Question: "postfix/main_mailer_type", Type: "select", Value: "Satellite system"},
		{Question: "postfix/relayhost", Value: "mail.example.org"},
	}}
	change, _ := mail.Plan("postfix/main_mailer_type|seen|Satellite system\n") // what the probe prints
	for _, s := range change.Steps {
		fmt.Printf("%s -> %s\n", s.Was, s.Want)
	}
	// Output: postfix/relayhost: not answered -> postfix/relayhost: "mail.example.org"
}
