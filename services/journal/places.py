"""Where a database file may lie: in an ordinary folder of this computer, readable by this user alone.

Folders that are shared over the network or copied to a cloud while we write are refused: they break the locks
and the order of writes on which a durable record stands.
"""

import ctypes
import os
import sys
from pathlib import Path

from app.ports import JournalError
from app.words import _
from services.journal import troubles

_CLOUD_FOLDERS = frozenset(
    {
        "onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "iclouddrive", "cloudstorage",
        "mobile documents", "nextcloud", "owncloud", "seafile", "megasync", "box sync",
        "nutstore", "nutstore files", "我的坚果云", "坚果云", "baidusyncdisk", "baidunetdisk", "百度网盘",
        "wpsdrive", "wps云盘", "weiyun", "腾讯微云",
    }
)  # fmt: skip
"""Names that the common synchronising programs give their folders, without regard to case."""

_CLOUD_BEGINNINGS = ("onedrive - ", "dropbox (", "seafile ")
_NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "davfs",
        "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.glusterfs",
        "beegfs", "lustre",
    }
)  # fmt: skip
_WINDOWS_REMOTE_DRIVE = 4

DIRECTORY_MODE = 0o700
FILE_MODE = 0o600


def prepare(path: Path) -> None:
    """Make sure that a file can lie there, and that it is ours alone. Raises JournalError."""
    refuse_shared(path)
    try:
        path.parent.mkdir(DIRECTORY_MODE, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
        path.chmod(FILE_MODE)
        # SQLite makes its journal beside the file
        writable = os.access(path.parent, os.W_OK | os.X_OK)
    except OSError as error:
        raise troubles.unreadable() from error
    if not writable:
        raise troubles.unreadable()


def refuse_shared(path: Path) -> None:
    """Raise JournalError when the folder is one that a cloud or the network shares, as far as can be told."""
    folder = path.parent.resolve()
    if (name := cloud_folder(folder)) is not None:
        raise JournalError(
            _(
                "The record may not lie in a folder that is copied to a cloud ({name}): copying while we "
                "write damages it. Choose a data directory on this computer."
            ).format(name=name)
        )
    if _is_remote(path, folder):
        raise JournalError(
            _(
                "The record may not lie on a network drive: its locks can't be relied on. Choose a data "
                "directory on this computer, or a PostgreSQL server."
            )
        )


def cloud_folder(folder: Path) -> str | None:
    """The part of the path that a synchronising program keeps; None where there is none."""
    for name in folder.parts:
        folded = name.casefold()
        if folded in _CLOUD_FOLDERS or folded.startswith(_CLOUD_BEGINNINGS):
            return name
    return None


def file_system(folder: Path, mounts: str) -> str:
    """The kind of file system that holds `folder`, from the text of Linux's mountinfo; empty when unknown."""
    kinds = {}
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        point = before.split(" ")[4].replace("\\040", " ")
        kinds[Path(point)] = after.split(" ")[0]
    return next((kinds[parent] for parent in (folder, *folder.parents) if parent in kinds), "")


def _is_remote(path: Path, folder: Path) -> bool:
    if sys.platform == "win32":
        drive = folder.drive
        return (
            drive.startswith("\\\\")
            or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _WINDOWS_REMOTE_DRIVE
        )
    if sys.platform == "linux":
        mounts = Path("/proc/self/mountinfo")
        return mounts.exists() and file_system(folder, mounts.read_text()) in _NETWORK_FILE_SYSTEMS
    return str(path).startswith("/Network/")
