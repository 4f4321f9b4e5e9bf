package pandoc

import (
	"os"
	"os/exec"
	"syscall"
)

// contain has a command run in a process group of its own, which is ended as a whole, and where alone is set in a
// network of its own, which has no way out.
func contain(cmd *exec.Cmd, alone bool) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if alone {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// canBeAlone tells whether the kernel gives us networks of their own.
func canBeAlone() bool {
	cmd := exec.Command("/bin/sh", "-c", ":")
	contain(cmd, true)
	cmd.Cancel = nil
	return cmd.Run() == nil
}
