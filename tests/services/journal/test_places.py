"""Where a record may not lie: folders of cloud programs and network drives, as far as they can be told."""

from pathlib import Path

import pytest

from app.ports import JournalError
from services.journal.places import cloud_folder, file_system
from services.journal.sql_journal import SqlJournal
from tests.fakes.clock import FakeClock

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home/lin/team rw - nfs4 server:/team rw
31 22 0:41 / /mnt/my\\040share rw - cifs //server/share rw
32 30 0:42 / /home/lin/team/local rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    "folder",
    [
        "/home/lin/Dropbox/stockcue",
        "/Users/lin/OneDrive - 公司/desk",
        "/Users/lin/OneDrive",
        "/Users/lin/Library/CloudStorage/GoogleDrive-lin/desk",
        "/Users/lin/Library/Mobile Documents/desk",
        "/home/lin/我的坚果云/desk",
        "/home/lin/BaiduSyncdisk",
        "/home/lin/WPS云盘/直播",
    ],
)
def test_a_folder_that_a_cloud_keeps_is_known_by_its_name(folder: str) -> None:
    """In any writing of the common programs. F134."""
    assert cloud_folder(Path(folder)) is not None


@pytest.mark.parametrize(
    "folder", ["/home/lin/.local/share/stockcue", "/srv/onedrive-notes", "/home/dropboxer"]
)
def test_an_ordinary_folder_is_not_suspected(folder: str) -> None:
    """A name that only resembles one is no reason to refuse."""
    assert cloud_folder(Path(folder)) is None


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/lin", "ext4"),
        ("/home/lin/team/desk", "nfs4"),
        ("/mnt/my share/desk", "cifs"),
        ("/home/lin/team/local/desk", "tmpfs"),
        ("/home/lin/teams", "ext4"),
    ],
)
def test_a_folder_belongs_to_the_nearest_mount(folder: str, kind: str) -> None:
    """As Linux lists them, blanks written out."""
    assert file_system(Path(folder), MOUNTS) == kind


async def test_a_record_in_a_cloud_folder_is_refused_before_anything_is_made(
    tmp_path: Path, clock: FakeClock
) -> None:
    """Also behind a link that looks harmless; the message names the folder and what to do."""
    cloud = tmp_path / "Dropbox"
    cloud.mkdir()
    (tmp_path / "harmless").symlink_to(cloud)
    journal = SqlJournal(tmp_path / "harmless" / "room.db", clock)
    with pytest.raises(JournalError, match=r"Dropbox.*Choose a data directory"):
        await journal.open()
    await journal.close()
    assert list(cloud.iterdir()) == []
