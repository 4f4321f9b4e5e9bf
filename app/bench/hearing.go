package main

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"time"
)

// measureHearing looks at how long the summary of a whole county takes after one more contribution, and how long
// counting all of it afresh takes while the site runs.
func measureHearing(ctx context.Context, b *bench) error {
	product, err := b.startProduct(ctx, b.countyName())
	if err != nil {
		return err
	}
	defer product.stop()
	if err := product.counted(ctx, 5*time.Minute); err != nil {
		return err
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var times []float64
	for i := range 20 {
		if err := post(client, product.base, i, 1000+i); err != nil {
			return err
		}
		began := time.Now()
		if _, err := page(product.base+"/hearing", "", "<main"); err != nil {
			return err
		}
		times = append(times, float64(time.Since(began).Microseconds())/1000)
	}
	b.add("summary after one more contribution", fmt.Sprintf("%.1f ms", median(times)), "≤ 50 ms", "the whole page, of %d contributions", b.county().contributions)
	began := time.Now()
	recount := exec.CommandContext(ctx, b.binary, "admin", "recount")
	recount.Env = product.process.Env
	if out, err := recount.CombinedOutput(); err != nil {
		return fmt.Errorf("count afresh: %w: %s", err, out)
	}
	b.add("summary counted afresh", fmt.Sprintf("%.1f s", time.Since(began).Seconds()), "≤ 60 s", "while the site runs")
	return nil
}

// counted waits until the server has counted everything.
func (s *server) counted(ctx context.Context, longest time.Duration) error {
	for began := time.Now(); ctx.Err() == nil && time.Since(began) < longest; time.Sleep(time.Second) {
		if _, err := page(s.base+"/metrics", "", "\nfolkmoot_hearing_behind 0\n"); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the summary is not counted after %v", longest)
}
