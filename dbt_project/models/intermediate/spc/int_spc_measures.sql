with measures as (
    select
        measure_id,
        direction
    from {{ ref('stg_reference__measures') }}
    where measure_kind in ('level', 'maintain', 'band')
),

conflict_rules as (
    select
        measure_id,
        value as conflict_rule
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'spc_conflict_rule'
),

protected_measures as (
    select distinct measure_id
    from {{ ref('stg_reference__disclosure_rules') }}
),

-- Whether a measure has a control chart at all is decided here and nowhere else.
final as (
    select
        measures.measure_id,
        measures.direction,
        conflict_rules.conflict_rule
    from measures
    left join conflict_rules
        on measures.measure_id = conflict_rules.measure_id
    left join protected_measures
        on measures.measure_id = protected_measures.measure_id
    -- Rounded numbers move in steps that no process makes.
    where protected_measures.measure_id is null
)

select * from final
