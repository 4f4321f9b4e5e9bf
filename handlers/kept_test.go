package handlers

import "testing"

// Parameters that change nothing of a page do not fill the memory with copies of it.
func TestOnePageIsNotKeptUnderManyNames(t *testing.T) {
	s := library(t)
	kept := func(url string) bool {
		before := s.Cache.Stats().Bytes
		if got := s.ask(t, scenario{url: url}); got.status != 200 {
			t.Fatalf("%s: %d", url, got.status)
		}
		return s.Cache.Stats().Bytes > before
	}
	for _, url := range []string{finding + "/print", finding + "/print?margin=wide&size=large", finding + "/shaped", finding + "/shaped?from=1"} {
		if !kept(url) {
			t.Errorf("%s is not kept: this test sees nothing", url)
		}
	}
	for _, url := range []string{
		finding + "/print?margin=wide2", finding + "/print?size=1", "/guides/doing-it-together/print?size=x",
		finding + "/shaped?from=777777", finding + "/shaped?from=x", finding + "/shaped?from=-1",
	} {
		if kept(url) {
			t.Errorf("%s is kept", url)
		}
	}
}
