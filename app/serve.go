package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"folkmoot/models/db"
)

// How long things take at the end, together within ten seconds.
const (
	drainFor    = 6 * time.Second // requests that are under way
	stopJobsFor = 2 * time.Second // jobs that are under way
	watchEvery  = 2 * time.Second // how often the database file is looked at
)

// serve answers requests until ctx ends or the storage breaks, and then closes everything in order: the door, the
// requests, the jobs, the database. Greeting is called once the program listens.
func (s *site) serve(ctx context.Context, greeting func()) error {
	listener, err := net.Listen("tcp", s.config.Address)
	if err != nil {
		s.discussions.Close()
		return errors.Join(listenProblem(s.config.Address, err), s.db.Close())
	}
	s.db.Listen()
	s.worker.Start()
	broken := make(chan error, 1)
	watch, stopWatching := context.WithCancel(context.Background())
	go s.watch(watch, broken)
	served := make(chan error, 1)
	go func() { served <- s.fiber.Listener(lingering{listener}) }()
	greeting()
	select {
	case <-ctx.Done():
		s.log.Info("stopping")
	case err = <-broken:
		s.log.Error("stopping, because the storage failed", "error", err)
	case err = <-served:
	}
	stopWatching()
	return errors.Join(err, s.close())
}

// close ends what runs, in order.
func (s *site) close() error {
	err := s.fiber.ShutdownWithTimeout(drainFor)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("some requests did not finish in time")
		err = nil
	}
	s.worker.Stop(stopJobsFor)
	s.people.Close()
	s.discussions.Close()
	s.web.Coding.Close()
	err = errors.Join(err, s.db.Close())
	s.log.Info("stopped")
	return err
}

// listenProblem says plainly why the program cannot listen.
func listenProblem(address string, err error) error {
	return fmt.Errorf("cannot listen on %s: %w; is it running already, or should FOLKMOOT_ADDRESS be another?", address, err)
}

// watch tells of a storage that can be trusted no more: a disk that failed, or a database file that was removed or
// replaced under the running program, whose changes would go nowhere.
func (s *site) watch(ctx context.Context, broken chan<- error) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var first os.FileInfo
	if s.db.Engine == db.SQLite {
		first, _ = os.Stat(s.db.Source)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-s.db.Broken():
			broken <- fmt.Errorf("the disk failed: %w", err)
			return
		case <-tick.C:
			if first == nil {
				continue
			}
			now, err := os.Stat(s.db.Source)
			if errors.Is(err, os.ErrNotExist) || err == nil && !os.SameFile(first, now) {
				broken <- fmt.Errorf("the database file %s was removed or replaced while the program ran", s.db.Source)
				return
			}
		}
	}
}

// greet tells the person at the terminal where to look.
func (s *site) greet(out io.Writer) {
	fmt.Fprintf(out, "folkmoot is ready at %s\n", s.config.BaseURL)
}

// fileSize is a file's size in bytes, 0 where there is none.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
