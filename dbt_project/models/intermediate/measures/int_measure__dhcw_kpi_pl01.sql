-- The paper prints one survey twice, as a key result with a deadline and as a KPI
-- without: one count, so that the two can never differ.
with engagement as (
    select * from {{ ref('int_measure__dhcw_kr_4_1') }}
),

final as (
    select
        'dhcw_kpi_pl01' as measure_id,
        organisation_unit_id,
        part_date,
        numerator,
        denominator,
        load_id
    from engagement
)

select * from final
