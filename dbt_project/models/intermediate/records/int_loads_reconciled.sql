with loads as (
    select
        *,
        {{ is_accepted_whole('table_name') }} as is_accepted_whole
    from {{ ref('stg_ledger__loads') }}
),

records as (
    select
        source,
        table_name,
        load_id,
        rejection_rule_id,
        record_count
    from {{ ref('int_records_judged') }}
),

-- Both numbers are counted from the rows themselves, so that a lost row cannot hide.
counted as (
    select
        source,
        table_name,
        load_id,
        sum(case when rejection_rule_id is null then record_count else 0 end)
            as accepted_count,
        sum(case when rejection_rule_id is null then 0 else record_count end)
            as rejected_count
    from records
    group by source, table_name, load_id
),

final as (
    select
        loads.*,
        cast(
            case
                when loads.is_accepted_whole then loads.row_count
                else coalesce(counted.accepted_count, 0)
            end as integer
        ) as accepted_count,
        cast(coalesce(counted.rejected_count, 0) as integer) as rejected_count
    from loads
    left join counted
        on
            loads.source = counted.source
            and loads.table_name = counted.table_name
            and loads.load_id = counted.load_id
)

select * from final
