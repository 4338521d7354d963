"""Tasks for people at a shop worked by hand, as the windows are told of them; for tests of windows."""

from dataclasses import replace
from datetime import timedelta

from app.views.tasks import HandAct, TaskView
from tests.samples import NOW


def tasks_sample(language: str = "en") -> tuple[TaskView, ...]:
    """One overdue restore and one fresh mark; wordings as the views make them."""
    zh = language == "zh_CN"
    put_back = TaskView(
        hold=7,
        sku="EAR-01",
        storefront="xet",
        act=HandAct.PUT_BACK,
        text="现在去 小鹅通：把 无线降噪耳机（p_5f1） 重新上架"
        if zh
        else "Now, at Xiaoetong: put Noise-cancelling earbuds (p_5f1) back on sale",
        what="把 无线降噪耳机（p_5f1） 重新上架"
        if zh
        else "Put Noise-cancelling earbuds (p_5f1) back on sale",
        where="现在，在 小鹅通" if zh else "Now, at Xiaoetong",
        steps="商品 › 商品管理 › 上架" if zh else "Goods › Manage › On shelf",
        page="https://admin.example/goods",
        since=NOW - timedelta(seconds=83),
        until=None,
        reminders=3,
        overdue=True,
        urgent=False,
        done_text="已上架" if zh else "It is on sale",
        refused=False,
        done_means=False,
    )
    take_off = replace(
        put_back,
        hold=8,
        sku="CUP-01",
        act=HandAct.TAKE_OFF,
        text="现在去 小鹅通：把 保温杯 下架" if zh else "Now, at Xiaoetong: take Travel mug off sale",
        what="把 保温杯 下架" if zh else "Take Travel mug off sale",
        steps="",
        page="",
        since=NOW - timedelta(seconds=4),
        until=NOW + timedelta(minutes=5),
        reminders=0,
        overdue=False,
        done_text="已下架" if zh else "It is off sale",
        done_means=True,
    )
    return (put_back, take_off)
