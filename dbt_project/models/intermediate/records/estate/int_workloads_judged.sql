{%- set faults = [
    ('workload_go_live_unreadable', "went_live_date is null and went_live_text != ''",
        'went_live_text', 'null'),
    ('workload_retirement_unreadable', "retired_date is null and retired_text != ''",
        'retired_text', 'null'),
    ('workload_retired_before_live',
        'retired_date < went_live_date'
        ~ ' or (retired_date is not null and went_live_date is null)',
        'retired_text', 'went_live_text'),
] -%}

with workloads as (
    select * from {{ ref('stg_workload_inventory__workloads') }}
),

final as (
    select
        workload_id as record_id,
        {{ verdict(faults, 'is_test or is_duplicate or is_deleted') }},
        went_live_date,
        retired_date,
        load_id
    from workloads
)

select * from final
