"""How much the library takes in at once."""

from knowledge.model import Value


class Limits(Value):
    """How much is taken in at once: bytes of a file, of an archive and of what it unpacks to."""

    file_bytes: int = 64 * 1024 * 1024
    archive_bytes: int = 256 * 1024 * 1024
    unpacked_bytes: int = 1024 * 1024 * 1024
    members: int = 20_000
    ratio: int = 200
    """How many times its packed size a member may unpack to."""

    def too_large(self, size: int) -> str:
        """The sentence for a file of so many bytes."""
        most, has = self.file_bytes // 2**20, -(-size // 2**20)
        return (
            f"文件有 {has} MB，超过上限 {most} MB，未读取。"
            "请拆分文件，或调大 ADVISOR_POLICY_FILE_MB。"
            f" The file has {has} MB, more than the {most} MB that are read. Split it, or raise"
            " ADVISOR_POLICY_FILE_MB."
        )
