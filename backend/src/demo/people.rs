//! The accounts, with people who do not exist, and when each device was last heard of.

use super::{units, world};
use shared::{
    access::Role,
    id::{DeviceId, PersonId},
    person::Person,
};

/// An account and the device that goes with it.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// What the person signs in with.
    pub login: &'static str,
    /// Family name first.
    pub name: &'static str,
    /// What the person is there for.
    pub role: Role,
    /// The commune; `None` for the province.
    pub commune: Option<&'static str>,
    /// The office the person works in.
    pub office: &'static str,
    /// The position.
    pub position: &'static str,
    /// What the device is called.
    pub device: &'static str,
    /// Day and time of its last sign of life, and what it held then.
    heard: (&'static str, &'static str, i64),
}

impl Account {
    /// The account with this login.
    pub fn of(login: &str) -> Self {
        *ACCOUNTS.iter().find(|account| account.login == login).expect("a login of the list below")
    }

    /// The person.
    pub fn person(&self) -> Person {
        let agency = match self.commune {
            Some(commune) => units::within(commune, self.office),
            None => units::office(self.office),
        };
        Person {
            id: PersonId::derived(&["demo", self.login]),
            name: self.name.to_owned(),
            role: self.role,
            unit: self.commune.map_or_else(units::province, units::commune),
            agency: Some(agency),
            position: self.position.to_owned(),
        }
    }

    /// The device.
    pub fn device_id(&self) -> DeviceId {
        DeviceId::derived(&["demo", self.login])
    }
}

/// Device, person, last sign of life, unsent changes then.
pub fn heard() -> Vec<(DeviceId, PersonId, i64, i64)> {
    let row = |account: &Account| {
        let (day, time, unsent) = account.heard;
        (account.device_id(), account.person().id, world::at(day, time), unsent)
    };
    ACCOUNTS.iter().map(row).collect()
}

/// All accounts.
pub const ACCOUNTS: &[Account] = &[
    Account {
        login: "quanly.langson",
        name: "Hoàng Minh Khuê",
        role: Role::Manager,
        commune: None,
        office: "Sở Nông nghiệp và Môi trường",
        position: "Trưởng phòng, cơ quan thường trực giảm nghèo",
        device: "Máy tính cơ quan",
        heard: ("2026-11-20", "16:52", 0),
    },
    Account {
        login: "canbo.vanquan",
        name: "Lộc Thị Mây",
        role: Role::Officer,
        commune: Some("Văn Quan"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Công chức văn hóa - xã hội",
        device: "Máy tính bảng số 1",
        heard: ("2026-11-20", "17:05", 0),
    },
    Account {
        login: "canbo2.vanquan",
        name: "Nông Văn Suối",
        role: Role::Officer,
        commune: Some("Văn Quan"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Công chức văn hóa - xã hội",
        device: "Máy tính bảng số 2",
        heard: ("2026-11-20", "11:20", 0),
    },
    Account {
        login: "quanly.vanquan",
        name: "Vi Thị Hồng Lam",
        role: Role::Manager,
        commune: Some("Văn Quan"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Trưởng phòng Văn hóa - Xã hội",
        device: "Máy tính cơ quan",
        heard: ("2026-11-20", "15:31", 0),
    },
    Account {
        login: "canbo.diemhe",
        name: "Triệu Thị Sơn Ca",
        role: Role::Officer,
        commune: Some("Điềm He"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Công chức văn hóa - xã hội",
        device: "Máy tính bảng xã Điềm He",
        heard: ("2026-11-19", "18:12", 0),
    },
    Account {
        login: "canbo.yenphuc",
        name: "Hứa Văn Ngàn",
        role: Role::Officer,
        commune: Some("Yên Phúc"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Công chức phụ trách giảm nghèo",
        device: "Máy tính bảng xã Yên Phúc",
        heard: ("2026-11-17", "09:03", 0),
    },
    Account {
        login: "canbo.trile",
        name: "Lương Thị Ban Mai",
        role: Role::Officer,
        commune: Some("Tri Lễ"),
        office: "Phòng Văn hóa - Xã hội",
        position: "Công chức văn hóa - xã hội",
        device: "Máy tính bảng xã Tri Lễ",
        heard: ("2026-11-09", "07:48", 4),
    },
    Account {
        login: "quantri",
        name: "Đàm Quang Trực",
        role: Role::Administrator,
        commune: None,
        office: "Sở Nông nghiệp và Môi trường",
        position: "Quản trị hệ thống",
        device: "Máy tính quản trị",
        heard: ("2026-11-20", "08:10", 0),
    },
];
