package cib

import "testing"

// Attributes survive libxml2, which reads raw white space as blanks.
func TestPrint(t *testing.T) {
	n := &node{name: "configuration", attributes: []attribute{{"a", "<&>\"'\n\r\t ß"}}}
	n.add(&node{kind: comment, text: " & "})
	n.add(&node{name: "b"}).add(&node{kind: characters, text: "1 < 2"})
	want := `  <configuration a="&lt;&amp;&gt;&quot;'&#10;&#13;&#9; ß">
    <!-- & -->
    <b>
      1 &lt; 2
    </b>
  </configuration>
`
	if got := n.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
