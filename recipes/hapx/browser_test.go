//go:build lab

package hapx_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium in the network namespace of a machine: it reaches what
// that machine reaches, and nothing else. Its DevTools are at the end of a pipe.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu             sync.Mutex // of what follows: requests are answered while others are under way
	user, password string
	refused        bool // the user and the password
}

func newBrowser(t *testing.T, namespace string) *browser {
	t.Helper()
	home, err := os.MkdirTemp("", "hrun-browser-")
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.UserDataDir(home), chromedp.Env("HOME="+home), chromedp.CombinedOutput(&said),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.Args = append([]string{"nsenter", "--net=/run/netns/" + namespace, "--", "chromium"}, cmd.Args[1:]...)
			cmd.Path, cmd.Err = exec.LookPath("nsenter")
			cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		}))
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	b := &browser{t: t}
	b.ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(b.ctx); err != nil {
			t.Errorf("the browser does not end: %v", err)
		}
		end()
		stop()
		_ = os.RemoveAll(home)
		if t.Failed() {
			t.Logf("the browser said:\n%s", &said)
		}
	})
	handle := true
	if err := chromedp.Listen(b.ctx, b.answer); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, fetch.Enable, fetch.EnableParams{HandleAuthRequests: &handle}); err != nil {
		t.Fatal(err)
	}
	return b
}

// signIn says what is to be typed when a page asks who is there. Without a
// password the question is dismissed.
func (b *browser) signIn(user, password string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.user, b.password, b.refused = user, password, password == ""
}

// answer is what a person does while a page loads. It must not wait for the
// browser, which waits for it; nor matters what becomes of a page that is left.
func (b *browser) answer(event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		go func() {
			_, _ = chromedp.Call(b.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID})
		}()
	case *fetch.EventAuthRequired:
		go func() {
			_, _ = chromedp.Call(b.ctx, fetch.ContinueWithAuth, fetch.ContinueWithAuthParams{RequestID: e.RequestID, AuthChallengeResponse: b.credentials()})
		}()
	}
}

// credentials are typed once: whoever is asked again was refused.
func (b *browser) credentials() *fetch.AuthChallengeResponse {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refused {
		return &fetch.AuthChallengeResponse{Response: fetch.AuthChallengeResponseResponseCancelAuth}
	}
	b.refused = true
	return &fetch.AuthChallengeResponse{Response: fetch.AuthChallengeResponseResponseProvideCredentials, Username: b.user, Password: b.password}
}

// open loads the page, or loads it again, and returns its status and its text.
func (b *browser) open(page string) (status int64, text string) {
	b.t.Helper()
	response, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(page))
	if err != nil {
		b.t.Fatalf("%s: %v", page, err)
	}
	return response.Status, evaluate[string](b, "document.body.innerText")
}

// rows returns the name and the status of every API server in the page's table.
func (b *browser) rows() []string {
	b.t.Helper()
	return evaluate[[]string](b, `[...document.querySelectorAll('a[name^="kubernetes-master-nodes/kube-"]')].map(a => {
	const cells = [...a.closest('tr').cells].map(c => c.innerText)
	const status = cells.find(c => /\b(UP|DOWN|MAINT|DRAIN|NOLB)\b/.test(c)) ?? '- nothing'
	return cells[0] + ' ' + status.replace(/^\S+ /, '') // without for how long
})`)
}

// evaluate asks the page.
func evaluate[T any](b *browser, script string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return value
}

// picture writes what the browser shows, as a file that is as small as it can be
// with the colours that are there most.
func (b *browser) picture(path string) {
	b.t.Helper()
	shot, err := chromedp.Run(b.ctx, chromedp.Screenshot(chromedp.CSS("body")))
	if err != nil {
		b.t.Fatal(err)
	}
	shown, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.t.Fatal(err)
	}
	counts := map[color.Color]int{}
	for y := shown.Bounds().Min.Y; y < shown.Bounds().Max.Y; y++ {
		for x := shown.Bounds().Min.X; x < shown.Bounds().Max.X; x++ {
			counts[shown.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(counts), func(a, b color.Color) int { return counts[b] - counts[a] })
	small := image.NewPaletted(shown.Bounds(), colours[:min(len(colours), 256)])
	draw.Draw(small, shown.Bounds(), shown, shown.Bounds().Min, draw.Src)
	var written bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&written, small); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, written.Bytes(), 0o644); err != nil {
		b.t.Fatal(err)
	}
}
