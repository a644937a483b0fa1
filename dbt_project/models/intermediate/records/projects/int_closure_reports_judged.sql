{%- set faults = [
    ('closure_date_unreadable', 'closed_date is null', 'closed_text', 'null'),
    ('closure_agreed_unreadable', 'agreed_count is null', 'agreed_text', 'null'),
    ('closure_delivered_unreadable', 'delivered_count is null',
        'delivered_text', 'null'),
    ('closure_delivered_above_agreed', 'delivered_count > agreed_count',
        'delivered_text', 'agreed_text'),
] -%}
{%- set excluded = 'is_withdrawn or is_duplicate or is_deleted' -%}

with closure_reports as (
    select * from {{ ref('stg_closure_reports__closure_reports') }}
),

final as (
    select
        closure_report_id as record_id,
        {{ verdict(faults, excluded) }},
        agreed_count,
        delivered_count,
        closed_date,
        load_id
    from closure_reports
)

select * from final
