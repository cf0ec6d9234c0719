"""Archives for the text tests: DCMTK's dcmqrscp and Orthanc, started on loopback at free ports and stopped again.

  with pacs.dcmqrscp(files) as archive:      # or pacs.orthanc(files)
      ran = archive.index("--find", "Modality=CT", out="ix")
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

import dicom

here = pathlib.Path(__file__).resolve().parent
places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", str(here.parents[1] / "build/deps/orthanc/usr/sbin")])


def program(name):
    return shutil.which(name, path=places)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def real_files(most=12):
    """Real CT and MR files where they are at hand, else none: the synthetic ones are always there."""
    for folder in here.parents:
        data = folder / "shared" / "data" / "dicom_vendors"
        if data.is_dir():
            return sorted(str(p) for p in data.glob("*.dcm") if p.stat().st_size < 300_000)[:most]
    return []


class Ran:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __repr__(self):
        return f"exit {self.code}\n{self.out}\n{self.err}"


class Archive:
    def __init__(self, title, port, ours):
        self.title, self.port, self.ours = title, port, ours
        self.address = f"pacs://{title}@127.0.0.1:{port}"

    def index(self, *words, out="ix", address=None, timeout=100, title="SECONDSITE", seconds="20"):
        call = [os.environ["SECONDSITE_PROGRAM"], "index", address or self.address, "--out", out, "--aet", title,
                "--port", str(self.ours), "--timeout", seconds, *words]
        return Ran(subprocess.run(call, capture_output=True, text=True, timeout=timeout))

    def store(self, files):
        real = [name for name in files if "dicom_vendors" in name]
        # Each option proposes another transfer syntax, for those real files that are compressed.
        for extra, names in (([], files), (["-xs"], real), (["-xv"], real), (["-xt"], real), (["-xr"], real)):
            if names:
                subprocess.run([program("storescu"), "-nh", *extra, "-aec", self.title, "127.0.0.1", str(self.port), *names],
                               capture_output=True)


@contextlib.contextmanager
def running(call, archive, **rest):
    server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **rest)
    try:
        for _ in range(150):
            if subprocess.run([program("echoscu"), "-aec", archive.title, "127.0.0.1", str(archive.port)],
                              capture_output=True).returncode == 0:
                break
            assert server.poll() is None, f"{call[0]} ended with {server.returncode}"
            time.sleep(0.1)
        else:
            raise AssertionError(f"{call[0]} does not answer")
        yield server
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@contextlib.contextmanager
def dcmqrscp(files, knows_us=True):
    archive = Archive("ARCHIVE", free_port(), free_port())
    pathlib.Path("db").mkdir(exist_ok=True)
    us = f"us = (SECONDSITE, localhost, {archive.ours})\n" if knows_us else ""
    pathlib.Path("dcmqrscp.cfg").write_text(
        f"NetworkTCPPort = {archive.port}\nMaxPDUSize = 16384\nMaxAssociations = 16\n"
        f"HostTable BEGIN\n{us}HostTable END\nVendorTable BEGIN\nVendorTable END\n"
        "AETable BEGIN\nARCHIVE db RW (2000, 1024mb) ANY\nAETable END\n", encoding="utf-8")
    with running([program("dcmqrscp"), "-c", "dcmqrscp.cfg", "--allow-shutdown"], archive):
        archive.store(files)
        yield archive


@contextlib.contextmanager
def orthanc(files):
    archive = Archive("ORTHANC", free_port(), free_port())
    pathlib.Path("orthanc.json").write_text(json.dumps({
        "Name": "test", "StorageDirectory": "orthanc-db", "IndexDirectory": "orthanc-db", "HttpServerEnabled": False,
        "Plugins": [], "DicomAet": "ORTHANC", "DicomPort": archive.port, "DicomCheckCalledAet": True,
        "DicomAlwaysAllowFind": True, "DicomAlwaysAllowMove": True, "DicomAlwaysAllowGet": True,
        "DicomModalities": {"us": ["SECONDSITE", "127.0.0.1", archive.ours]}}), encoding="utf-8")
    with running([program("Orthanc"), "orthanc.json"], archive):
        archive.store(files)
        yield archive


def two_studies():
    """Ten synthetic CT images in two series of one patient and five MR-less images of another day."""
    for i in range(5):
        dicom.write(f"sent/a{i}.dcm", dicom.ct(uid=f"1.2.3.4.{i + 1}", z=i * 2.5))
        dicom.write(f"sent/b{i}.dcm", dicom.ct(uid=f"1.2.3.5.{i + 1}", z=i * 2.5, series="1.2.3.2"))
    for i in range(3):
        later = dicom.ct(uid=f"1.2.9.{i + 1}", z=i, series="1.2.9.0", patient="P2", study="1.2.9", date="20240301")
        dicom.write(f"sent/c{i}.dcm", later)
    return sorted(str(p) for p in pathlib.Path("sent").glob("*.dcm"))
