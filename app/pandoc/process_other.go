//go:build !linux

package pandoc

import (
	"os/exec"
	"syscall"
)

// contain has a command run in a process group of its own, which is ended as a whole.
func contain(cmd *exec.Cmd, _ bool) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func canBeAlone() bool { return false }
